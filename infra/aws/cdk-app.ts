// The CDK app that cdk.json runs: settings in, one stack out.

import { env, exit } from 'node:process';
import { App } from 'aws-cdk-lib';
import { readStackSettings, type StackSettings } from './stack-settings.ts';
import { ChatStack } from './chat-stack.ts';

const app = new App();

/**
 * A wrong setting is the deployer's to mend: the sentence says what to do, a stack trace would bury
 * it.
 */
function settingsOrExit(): StackSettings {
  try {
    return readStackSettings((name) => app.node.tryGetContext(name));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    exit(1);
  }
}

const settings = settingsOrExit();
// Without a region the template is for any; with one, the account is the caller's own, as the CDK
// command line tells it.
const account = env['CDK_DEFAULT_ACCOUNT'];
const place =
  settings.region === undefined
    ? {}
    : { env: { region: settings.region, ...(account === undefined ? {} : { account }) } };
new ChatStack(app, settings.stackName, {
  ...place,
  settings,
  description: 'Ten Minute Chat: ephemeral-room chat.',
});
