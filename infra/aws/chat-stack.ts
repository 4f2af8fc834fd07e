// The stack: what is made, in the order in which one part needs another. Each part is in the file
// of its name.

import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addData } from './dynamodb-tables.ts';
import { addEdge } from './cloudfront.ts';
import { addTimerQueue, addTimerSource } from './timer-queue.ts';
import { addFunctions } from './lambda-functions.ts';
import { addHttp, addHttpRoutes } from './http-api.ts';
import { addSigningSecret } from './signing-secret.ts';
import type { StackSettings } from './stack-settings.ts';
import { addSocketRoutes, addSockets } from './websocket-api.ts';
import { addWatch } from './cloudwatch-alarms.ts';

export class ChatStack extends Stack {
  /** `page`: where the built page is, if not in dist/page. */
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { readonly settings: StackSettings; readonly page?: string },
  ) {
    super(scope, id, props);
    const { settings } = props;
    const { logDays } = settings;

    const data = addData(this);
    const secret = addSigningSecret(this);
    const queue = addTimerQueue(this);
    const sockets = addSockets(this, { logDays, accountLogRole: settings.accountLogRole });
    const http = addHttp(this, { logDays });
    // Both APIs can also be reached past CloudFront. What tells the two ways apart is the id that
    // CloudFormation gave the stack: nobody outside the account knows it, and what it guards is
    // only whose address a rate limit counts.
    const originKey = Fn.select(2, Fn.split('/', this.stackId));
    // The functions are told the site's address, and the site needs only the ids of the APIs: so
    // the APIs come first without routes, then the site, then the functions, and last the routes
    // that lead to them.
    const page = props.page === undefined ? {} : { page: props.page };
    const edge = addEdge(this, {
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
      publicOrigin: edge.origin,
      originKey,
    });
    addSocketRoutes(sockets.api, functions);
    addHttpRoutes(http.api, functions);
    addTimerSource(functions.timer, queue);
    addWatch(this, { functions, queue });

    new CfnOutput(this, 'SiteUrl', {
      value: `${edge.origin}/`,
      description: 'Open this, or share it.',
    });
    const socketUrl = `wss://${edge.distribution.distributionDomainName}/socket/websocket`;
    new CfnOutput(this, 'WebSocketUrl', {
      value: socketUrl,
      description: 'Where Phoenix clients connect.',
    });
  }
}
