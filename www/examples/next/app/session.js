import { cookies } from 'next/headers';

/** Put here what your application knows about its visitors. */
export async function isRecruiter() {
  return (await cookies()).get('session')?.value === 'of-a-recruiter';
}
