// The workflows as GitHub reads them: their text, what is in them, and what GitHub's own parser says of them.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { root } from './root.js';

/**
 * @typedef {{ name?: string, id?: string, if?: string, uses?: string, run?: string, with?: Record<string, unknown>, env?: Record<string, unknown> }} Step
 * @typedef {{ uses?: string, needs?: string | string[], environment?: unknown, permissions?: Record<string, string>, 'timeout-minutes'?: number, 'runs-on'?: string, container?: { image: string }, env?: Record<string, unknown>, steps?: Step[] }} Job
 * @typedef {{ name: string, path: string, text: string, jobs: Record<string, Job>, permissions: unknown, on: Record<string, unknown>, concurrency: unknown }} Workflow
 */

/** Where GitHub looks for them. */
export const folder = join(root, '.github', 'workflows');

/** @returns {Workflow[]} */
export const workflows = () =>
  readdirSync(folder).map((name) => {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    return { ...parse(text), name, path, text };
  });

/** @param {string} name @returns {Workflow} */
export function workflow(name) {
  const found = workflows().find((one) => one.name === name);
  if (!found) throw new Error(`There is no ${name} in .github/workflows.`);
  return found;
}

/** @param {Workflow} workflow @returns {Step[]} of all its jobs */
export const steps = ({ jobs }) => Object.values(jobs).flatMap(({ steps = [] }) => steps);

/** @typedef {typeof import('@actions/workflow-parser')} Parser */

/** @returns {Promise<(text: string) => Promise<string[]>>} what says the faults of a workflow */
export async function schema() {
  const outfile = join(root, 'target', 'workflow-parser.cjs');
  // Bundled, for it imports JSON without saying so, which Node refuses.
  await build({
    entryPoints: ['@actions/workflow-parser'],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    outfile,
  });
  /** @type {Parser} */
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = createRequire(import.meta.url)(outfile);
  return async (content) => {
    const { context, value } = parseWorkflow({ name: 'workflow', content }, new NoOperationTraceWriter());
    if (value) await convertWorkflowTemplate(context, value);
    return context.errors.getErrors().map(({ message }) => message);
  };
}
