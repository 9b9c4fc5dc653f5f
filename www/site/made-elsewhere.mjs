// What other programs made for the site, under a policy as strict as they bear, and with a way back.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policy, relative } from './layout.mjs';
import { htmlFiles } from './reference.mjs';

/**
 * @typedef {object} Maker
 * @property {string} folder below the site's root
 * @property {[before: string, html: (home: string) => string]} back where the way back stands
 * @property {[was: string | RegExp, is: string][]} mended what axe or a policy finds wrong in it
 * @property {string} [sheet] a style sheet of ours that comes after its own, below its folder
 * @property {string[]} [styles] what its scripts make style elements of
 */

/**
 * @param {string} out the site
 * @param {Maker} maker
 */
export function mend(out, { folder, back, mended, sheet, styles = [] }) {
  for (const name of htmlFiles(join(out, folder))) {
    const path = join(out, folder, name);
    let html = readFileSync(path, 'utf8');
    for (const [was, is] of mended) html = html.replaceAll(was, is);
    const home = relative(`${folder}/${name}`, 'index.html');
    const [before, link] = back;
    html = html.replace(before, `${before}${link(home)}`);
    if (sheet) html = html.replace('</head>', `<link rel="stylesheet" href="${relative(name, sheet)}"></head>`);
    writeFileSync(
      path,
      html.replace(/<meta charset="[^"]*"\/?>/i, (meta) => meta + policyOf(html, styles)),
    );
  }
}

/** @param {string} html @param {string[]} made @returns {string} a policy that lets its own scripts run, and nothing of elsewhere */
function policyOf(html, made) {
  const scripts = Array.from(html.matchAll(/<script>([\s\S]*?)<\/script>/g), ([, script]) => digest(script));
  const styles = Array.from(html.matchAll(/<style>([\s\S]*?)<\/style>/g), ([, style]) => digest(style));
  return policy({
    'script-src': ["'self'", ...new Set(scripts)].join(' '),
    'style-src': ["'self'", ...new Set([...styles, ...made.map(digest)])].join(' '),
    'font-src': "'self'",
    'img-src': "'self' data:",
  });
}

/** @param {string} text @returns {string} as a policy has it */
export const digest = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
