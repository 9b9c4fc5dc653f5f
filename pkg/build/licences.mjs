// Which licences what ships may have, which of them is taken where there is a choice, and how a text is known to be one's.

import parse from 'spdx-expression-parse';

/**
 * By SPDX's names, what is preferred first; each with words that are in its text alone. One without asks for no text beside compiled code.
 * @type {Record<string, RegExp | undefined>}
 */
const ALLOWED = {
  MIT: /Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated/i,
  '0BSD':
    /Permission to use, copy, modify, and\/or distribute this software for any purpose with or without fee is hereby granted\./i,
  ISC: /provided that the above copyright notice and this permission notice appear in all copies/i,
  'BSD-2-Clause': /Redistribution and use in source and binary forms, with or without modification/i,
  'BSD-3-Clause': /Neither the name of .+ may be used to endorse or promote products/i,
  Zlib: /This software is provided ['‘"]as-is['’"], without any express or implied warranty/i,
  'BlueOak-1.0.0': /Blue Oak Model License/i,
  'CC0-1.0': /CC0 1\.0 Universal/i,
  Unlicense: /This is free and unencumbered software released into the public domain/i,
  'Unicode-3.0': /UNICODE LICENSE V3/i,
  'Apache-2.0': /Apache License,? Version 2\.0/i,
  // “If portions of this Software are embedded into an Object form, you may redistribute them without complying with 4(a), (b) and (d).”
  'Apache-2.0 WITH LLVM-exception': undefined,
};

/**
 * The licences that are taken of an SPDX expression: all that are joined by AND, the preferred one of those joined by OR.
 * @param {string} expression
 * @param {string} of whose licence it is, for the message
 * @returns {string[]}
 */
export function taken(expression, of) {
  // Before SPDX had expressions, crates wrote “MIT/Apache-2.0”.
  const found = chosen(parse(expression.replaceAll('/', ' OR ')));
  if (found) return found;
  throw new Error(
    `${of} is licensed ${expression}, which pkg/build/licences.mjs does not allow: take something else, or allow it there.`,
  );
}

/**
 * @param {import('spdx-expression-parse').Info} node
 * @returns {string[] | undefined} undefined where a licence is not allowed
 */
function chosen(node) {
  if ('license' in node) {
    const name = node.exception ? `${node.license} WITH ${node.exception}` : node.license;
    return name in ALLOWED ? [name] : undefined;
  }
  const left = chosen(node.left);
  const right = chosen(node.right);
  if (node.conjunction === 'and') return left && right && [...new Set([...left, ...right])];
  if (!left || !right) return left ?? right;
  return worst(right) < worst(left) ? right : left;
}

/** @param {string[]} names */
const worst = (names) => Math.max(...names.map((name) => Object.keys(ALLOWED).indexOf(name)));

/**
 * @param {string} licence that is allowed
 * @returns {boolean} whether its text has to come along
 */
export const asksForText = (licence) => ALLOWED[licence] !== undefined;

/**
 * @param {string} text
 * @param {string} licence that is allowed
 * @returns {boolean} whether the text is one of that licence
 */
export const isTextOf = (text, licence) => ALLOWED[licence]?.test(text.replace(/[\s#*]+/g, ' ')) ?? false;
