// The attachment's fields and their types, as the vendor's schema has them.

/** @type {Record<keyof import('../../pkg/api.js').Attachment, 'string' | 'number'>} */
const TYPES = {
  alt: 'string',
  created_at: 'string',
  extension: 'string',
  file_name: 'string',
  file_size: 'number',
  original_file_name: 'string',
  public_url: 'string',
  type: 'string',
  updated_at: 'string',
};

export const FIELDS = Object.entries(TYPES);
