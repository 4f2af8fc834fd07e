// The CDK app that cdk.json runs. Reads the settings and creates the stack.

import { env, exit } from 'node:process';
import { App } from 'aws-cdk-lib';
import { readStackSettings, type StackSettings } from './stack-settings.ts';
import { ChatStack } from './chat-stack.ts';

const app = new App();

/** Prints what is wrong with the settings and exits. A stack trace would hide it. */
function readSettingsOrExit(): StackSettings {
  try {
    return readStackSettings((name) => app.node.tryGetContext(name));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    exit(1);
  }
}

const settings = readSettingsOrExit();
// Without a region the template works in any. With one, the CDK command line names the account.
const account = env['CDK_DEFAULT_ACCOUNT'];
const environment =
  settings.region === undefined
    ? {}
    : { env: { region: settings.region, ...(account === undefined ? {} : { account }) } };
new ChatStack(app, settings.stackName, {
  ...environment,
  settings,
  description: 'Ten Minute Chat: ephemeral-room chat.',
});
