// What strangers wrote, as the demo page shows it: names, endings, addresses, and the name of a download.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOWNLOAD_WORDS } from '../../pkg/source/element/download-words.mjs';
import { FRENCH } from '../../pkg/source/element/french-words.mjs';
import { dotted, ending, hides, shown, visible } from '../../pkg/source/element/shown-text.mjs';
import { webAddress } from '../../pkg/source/element/web-address.mjs';
import { ENGLISH } from '../../pkg/source/element/words.mjs';

test('what cannot be seen is shown, and what belongs to a script or an emoji is not', () => {
  for (const control of ['\u202e', '\u2066', '\u200b', '\u034f', '\u3164', '\u2800', '\u{e0041}', '\n', '\ufeff']) {
    const code = control.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    assert.equal(shown(`a${control}b`), `a⟨U+${code}⟩b`);
    assert.ok(hides(control) && !visible(control), shown(control));
  }
  assert.equal(shown('a\u200d.pdf'), 'a⟨U+200D⟩.pdf');
  for (const honest of ['Résumé – été.pdf', '👨‍👩‍👧 ❤️.png', 'نامه‌ها.pdf', 'क्‍ष', 'e\u0301te\u0301']) {
    assert.equal(shown(honest), honest);
    assert.ok(!hides(honest) && visible(honest), honest);
  }
  assert.equal(shown(`Z${'\u0301'.repeat(90)}`), 'Z\u0301\u0301\u0301…');
  assert.equal([...shown('x'.repeat(1_000))].length, 105);
  for (const blank of ['', '   ', '\u00a0', '\u3164', null]) assert.equal(visible(blank), false);
});

test('a file’s ending is the one that counts where it is saved', () => {
  const endings = Object.entries({
    'a.pdf': '.pdf',
    'A.PDF': '.pdf',
    'invoice.exe.': '.exe',
    'invoice.exe ': '.exe',
    'invoice.exe\u00a0': '.exe',
    'invoice.exe\u200d': '.exe',
    'invoice-\u202efdp.exe': '.exe',
    'a.averyveryverylongending': '.averyveryverylongending',
    resume: '',
    'v1. final': '',
  });
  for (const [name, expected] of endings) assert.equal(ending(name), expected, name);
  assert.deepEqual(['pdf', '.PDF ', '', null].map(dotted), ['.pdf', '.pdf', '', '']);
});

test('only an address that can be followed without harm is one', () => {
  const safe = ['https://h.example/a.pdf', 'http://127.0.0.1:8/a', 'http://localhost/a', 'http://[::1]/'];
  for (const text of safe) assert.ok(webAddress(text), text);
  const others = [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'blob:https://h.example/1',
    '//h.example',
  ];
  const odd = [
    'http://h.example/',
    'https://user@h.example/',
    'file:///etc/passwd',
    'public_url_resume',
    '',
    null,
    undefined,
  ];
  for (const text of [...others, ...odd]) assert.equal(webAddress(text), undefined, String(text));
});

test('a file of one’s own back end stands below its folder, whatever leads out of it', () => {
  const api = 'https://app.example/api/hrflow';
  const own = [
    '/api/hrflow/files/a',
    '/api/hrflow/files/a.b~c-_',
    'https://app.example/api/hrflow/files/a',
    './hrflow/files/a?x=1',
  ];
  for (const text of own) assert.equal(webAddress(text, api)?.isOwn, true, text);
  const others = [
    ...[
      '/logout',
      'https://app.example/logout',
      '/api/hrflow/files/',
      '/api/hrflow/files/../../logout',
      '/api/hrflow/files//a',
    ],
    ...[
      '/api/hrflow/files/..%2flogout',
      '/api/hrflow/files/%2e%2e/logout',
      '/api/hrflow/files/..%5Clogout',
      '\\\\evil.example/a',
    ],
    ...[
      '//u@app.example/api/hrflow/files/a',
      '//evil.example/api/hrflow/files/a',
      `https://h.example/${'a'.repeat(20_000)}`,
    ],
  ];
  for (const text of others) assert.equal(webAddress(text, api), undefined, text);
});

test('the element says the same things in both languages', () => {
  const values = (/** @type {unknown} */ words) => new Set(JSON.stringify(words).match(/\{\w+\}/g));
  for (const [english, french] of [
    [ENGLISH, FRENCH],
    [DOWNLOAD_WORDS.en, DOWNLOAD_WORDS.fr],
  ]) {
    assert.deepEqual(Object.keys(french), Object.keys(english));
    for (const [key, words] of Object.entries(english)) assert.deepEqual(values(french[key]), values(words), key);
  }
});
