import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // While developing, the back end that keeps the key is another server: ../worker, say.
  server: { proxy: { '/api/hrflow': 'http://127.0.0.1:8787' } },
});
