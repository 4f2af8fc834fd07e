// The stack: its parts, in the order in which one needs another. Each has a file.

import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addTables } from './dynamodb-tables.ts';
import { addSite } from './edge/cloudfront.ts';
import { addTimerQueue, addTimerSource } from './timer-queue.ts';
import { addFunctions } from './lambda-functions.ts';
import { addHttp, addHttpRoutes } from './http-api.ts';
import { addSigningSecret } from './signing-secret.ts';
import type { StackSettings } from './stack-settings.ts';
import { addSocketRoutes, addSockets } from './websocket-api.ts';
import { addCloudWatchAlarms } from './cloudwatch-alarms.ts';

export class ChatStack extends Stack {
  /** `page` is the folder of the built page. Default: dist/page. */
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { readonly settings: StackSettings; readonly page?: string },
  ) {
    super(scope, id, props);
    const { settings } = props;
    const { logDays } = settings;

    const data = addTables(this);
    const secret = addSigningSecret(this);
    const queue = addTimerQueue(this);
    const sockets = addSockets(this, { logDays, accountLogRole: settings.accountLogRole });
    const http = addHttp(this, { logDays });
    // Clients can also reach both APIs past CloudFront. The stack's own id tells the two ways
    // apart: nobody outside the account knows it. It only guards which address a rate limit counts.
    const originKey = Fn.select(2, Fn.split('/', this.stackId));
    // The functions need the site's address, and the site needs the ids of the APIs. So the APIs
    // come first, without routes, then the site, the functions and the routes.
    const page = props.page === undefined ? {} : { page: props.page };
    const site = addSite(this, {
      httpHost: http.host,
      socketHost: sockets.host,
      originKey,
      settings,
      ...page,
    });
    const functions = addFunctions(this, {
      settings,
      data,
      queue,
      sockets,
      secret,
      publicOrigin: site.origin,
      originKey,
    });
    addSocketRoutes(sockets.api, functions);
    addHttpRoutes(http.api, functions);
    addTimerSource(functions.timer, queue);
    addCloudWatchAlarms(this, { functions, queue });

    new CfnOutput(this, 'SiteUrl', {
      value: `${site.origin}/`,
      description: 'Open this, or share it.',
    });
    const socketUrl = `wss://${site.distribution.distributionDomainName}/socket/websocket`;
    new CfnOutput(this, 'WebSocketUrl', {
      value: socketUrl,
      description: 'Where Phoenix clients connect.',
    });
  }
}
