// The sources and profiles that the stand-in knows, and what each profile has attached.

/**
 * @typedef {import('../../pkg/api.js').Attachment} Attachment
 * @typedef {{ key: string, reference: string | null, email: string, created_at?: string, updated_at?: string,
 *   attachments: Partial<Attachment>[] }} Profile
 * @typedef {{ key: string, profiles: Profile[], answered?: () => void }} Source `answered` is told of each page of its profiles
 */

const ADDED = '2020-09-11T09:58:32+0000';

/**
 * An attachment whose file the stand-in serves under that name.
 * @param {string} file name of a file in files.js
 * @param {Partial<Attachment>} fields
 * @returns {Partial<Attachment>}
 */
export function served(file, fields) {
  const dot = file.lastIndexOf('.');
  return {
    created_at: ADDED,
    extension: file.slice(dot),
    file_name: file.slice(0, dot),
    public_url: `/files/${file}`,
    updated_at: ADDED,
    ...fields,
  };
}

/**
 * The source and the profile of the vendor's page, with its 200 answer to the letter.
 * @type {Source}
 */
const EXAMPLE = {
  key: 'source_key',
  profiles: [
    {
      key: 'profile_key',
      reference: 'profile_reference',
      email: 'example@example.com',
      created_at: ADDED,
      updated_at: ADDED,
      attachments: [
        { name: 'resume', size: 528_305 },
        { name: 'original', size: 537_789 },
      ].map(({ name, size }) => ({
        alt: 'alt_key',
        created_at: ADDED,
        extension: '.pdf',
        file_name: name,
        file_size: size,
        original_file_name: name,
        public_url: `public_url_${name}`,
        type: name,
        updated_at: ADDED,
      })),
    },
  ],
};

/** What a candidate can do to whoever shows a list of files without care. */
const HOSTILE = [
  served('resume.pdf', {
    type: 'resume',
    // Shown by a browser as `invoice-exe.pdf`, unless the override is taken out.
    original_file_name: 'invoice-\u202efdp.exe',
    extension: '.exe',
  }),
  served('resume.pdf', {
    type: '<b>resume</b>',
    original_file_name: '<img src=x onerror="document.title=\'owned\'">.pdf',
    public_url: 'javascript:document.title="owned"',
  }),
  served('resume.pdf', {
    type: 'other',
    original_file_name: 'page.pdf',
    public_url: 'data:text/html,<script>document.title="owned"</script>',
  }),
];

/** @type {Source} */
const CANDIDATES = {
  key: 'candidates',
  profiles: [
    {
      key: 'candidate-1',
      reference: 'R&D #1',
      email: 'a+b@x.io',
      created_at: '2020-09-11T09:58:30+0000',
      updated_at: '2021-03-28T01:30:00+0000',
      attachments: [
        served('resume.pdf', { type: 'resume', original_file_name: 'Résumé (2020).pdf' }),
        served('portrait.png', {
          type: 'other',
          original_file_name: 'portrait.png',
          updated_at: '2021-03-28T01:30:00+0000',
        }),
        served('cover-letter.pdf', { type: 'cover', original_file_name: 'Lettre de motivation – été.pdf' }),
      ],
    },
    {
      key: 'candidate-2',
      reference: 'été-2',
      email: 'nothing.attached@example.com',
      created_at: '2020-09-12T07:00:00+0000',
      updated_at: '2020-09-12T07:00:00+0000',
      attachments: [],
    },
    {
      key: 'candidate-3',
      reference: '🚀',
      email: 'sparse@example.com',
      created_at: '2020-12-31T23:59:59+0000',
      updated_at: '2021-01-01T00:00:00+0000',
      // Fields that HrFlow may leave out, set to null, or add.
      attachments: [{ type: 'original', file_name: null, ...{ language: 'fr' } }],
    },
    {
      key: 'candidate-4',
      reference: 'hostile',
      email: 'mallory@example.com',
      created_at: '2021-02-28T12:00:00+0000',
      updated_at: '2021-02-28T12:00:00+0000',
      attachments: HOSTILE,
    },
  ],
};

/** The same candidates, where each answer takes a while; see faults.js. @type {Source} */
const SLOW_CANDIDATES = { ...CANDIDATES, key: 'slow' };

/** What the demo page offers. @type {Source[]} */
export const SOURCES = [EXAMPLE, CANDIDATES, SLOW_CANDIDATES];
