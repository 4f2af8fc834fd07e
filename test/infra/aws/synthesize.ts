// Synthesizes the stack as `cdk deploy` would, for assertions on its template. A one-line page
// replaces the built one.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../../../cdk.json' with { type: 'json' };
import { readStackSettings } from '../../../infra/aws/stack-settings.ts';
import { ChatStack } from '../../../infra/aws/chat-stack.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** Leaves out the functions' code, which would take most of the time. bundles.test.ts covers it. */
export function synthesize({ context = {} }: { context?: Readonly<Record<string, unknown>> } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'chat-synth-'));
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html>');
  const app = new App({
    outdir: join(folder, 'out'),
    // It takes ten seconds; `npm run synth` has it.
    builtinCloudFormationValidation: false,
    context: { ...cdk.context, 'aws:cdk:bundling-stacks': [] },
  });
  const settings = readStackSettings((name) => context[name]);
  const env = settings.region === undefined ? {} : { env: { region: settings.region } };
  const stack = new ChatStack(app, 'Chat', { settings, page, ...env });
  const template = Template.fromStack(stack);
  const resources = (type: string): Readonly<Record<string, Resource>> =>
    template.findResources(type) as Record<string, Resource>;
  return { template, resources };
}
