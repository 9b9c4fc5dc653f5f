import { createProxy } from 'hrflow-wasm/proxy';
import { isRecruiter } from '../../../session';

export const GET = createProxy({ authorize: isRecruiter, api_url: process.env.HRFLOW_API_URL });
