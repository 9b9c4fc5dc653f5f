// What the benchmark's servers answer: a source of as many profiles as its key says, each page made from its number, and two
// attachments for every profile.

const ATTACHMENTS = JSON.stringify({
  code: 200,
  message: 'Profile attachment list',
  data: ['resume', 'original'].map((type, index) => ({
    alt: 'd41d8cd98f00b204e9800998ecf8427e',
    created_at: '2020-09-11T09:58:32+0000',
    extension: '.pdf',
    file_name: `file-${index}`,
    file_size: 100_000,
    original_file_name: `Résumé ${index}.pdf`,
    public_url: `https://files.example/${index}.pdf`,
    type,
    updated_at: '2020-09-11T09:58:32+0000',
  })),
});

/**
 * @param {URL} url
 * @returns {string} the body
 */
export const answer = ({ pathname, searchParams }) =>
  pathname.endsWith('/storing/profiles') ? page(searchParams) : ATTACHMENTS;

/** @param {URLSearchParams} query */
function page(query) {
  const total = Number(JSON.parse(query.get('source_keys') ?? '')[0]);
  const [number, limit] = ['page', 'limit'].map((name) => Number(query.get(name)));
  const first = (number - 1) * limit;
  const count = Math.max(0, Math.min(limit, total - first));
  const data = Array.from({ length: count }, (_, index) => {
    const key = String(first + index).padStart(40, '0');
    const date = new Date(1_577_836_800_000 + (first + index) * 60_000).toISOString().replace('.000Z', '+0000');
    return { key, reference: `R/${key}`, created_at: date, updated_at: date, source: { key: String(total) } };
  });
  const meta = { page: number, maxPage: Math.ceil(total / limit), count, total };
  return JSON.stringify({ code: 200, message: 'List of profiles', meta, data });
}
