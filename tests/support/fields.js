// The attachment's fields and their types, as the vendor's schema has them.

/** @type {[string, 'string' | 'number'][]} */
export const FIELDS = [
  ['alt', 'string'],
  ['created_at', 'string'],
  ['extension', 'string'],
  ['file_name', 'string'],
  ['file_size', 'number'],
  ['original_file_name', 'string'],
  ['public_url', 'string'],
  ['type', 'string'],
  ['updated_at', 'string'],
];
