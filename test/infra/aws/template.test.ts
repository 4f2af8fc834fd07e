// The synthesized template: routes, tables, functions and the edge. permissions.test.ts has the
// permissions.

import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import {
  connectionsTable,
  listsTable,
  roomsTable,
} from '../../../functions/adapters/aws/dynamodb/tables.ts';
import { roomSettings } from '../../../functions/core/room-settings.ts';
import { resourceVariables } from '../../../functions/function-environment.ts';
import { pageHeaders } from '../../../infra/page-headers.ts';
import { routes } from '../../../infra/routes.ts';
import { synthesize } from './synthesize.ts';

const { template, resources } = synthesize();
const propertiesOf = (type: string) =>
  Object.values(resources(type)).map(({ Properties }) => Properties);

describe('the APIs', () => {
  it('[C1] have exactly the routes of infra/routes.ts', () => {
    const expected = [
      ...routes.websocket.map(({ routeKey }) => routeKey),
      ...routes.http.map(({ method, path }) => `${method} ${path}`),
    ];
    expect(
      propertiesOf('AWS::ApiGatewayV2::Route')
        .map(({ RouteKey }) => RouteKey)
        .sort(),
    ).toEqual(expected.sort());
  });

  it('[C1] connect each route to its function in the table', () => {
    const integrations = resources('AWS::ApiGatewayV2::Integration');
    const functionOf = (route: Readonly<Record<string, unknown>>): string => {
      const [name] = Object.keys(integrations).filter((id) =>
        JSON.stringify(route['Target']).includes(`"${id}"`),
      );
      const uri = JSON.stringify(integrations[name ?? '']?.Properties['IntegrationUri']);
      return /"(Connect|Default|Disconnect|Http)Function/.exec(uri)?.[1]?.toLowerCase() ?? uri;
    };
    const led = Object.fromEntries(
      propertiesOf('AWS::ApiGatewayV2::Route').map((route) => [
        String(route['RouteKey']),
        functionOf(route),
      ]),
    );
    const named = [
      ...routes.websocket.map((route) => [route.routeKey, route.function]),
      ...routes.http.map((route) => [`${route.method} ${route.path}`, route.function]),
    ];
    expect(led).toEqual(Object.fromEntries(named));
  });

  it('[C2] have a WebSocket stage named websocket, deployed with its routes and throttled', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: 'websocket',
      AutoDeploy: true,
      DefaultRouteSettings: {
        ThrottlingRateLimit: Match.anyValue(),
        ThrottlingBurstLimit: Match.anyValue(),
      },
    });
  });

  it('log requests without address, path, query, header or body', () => {
    const formats = propertiesOf('AWS::ApiGatewayV2::Stage').map(
      ({ AccessLogSettings }) => (AccessLogSettings as { Format: string }).Format,
    );
    expect(formats).toHaveLength(2);
    for (const format of formats) {
      expect(format).not.toMatch(/identity|path|query|header|body|authorizer|userAgent/i);
    }
  });
});

describe('the tables', () => {
  const tables = propertiesOf('AWS::DynamoDB::GlobalTable');

  it('[C3] expire items by TTL, are paid per request, and back up word lists only', () => {
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      expect(table).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      });
    }
    expect(
      tables.map((table) => JSON.stringify(table).includes('"PointInTimeRecoveryEnabled":true')),
    ).toEqual([false, false, true]);
    expect([roomsTable.ttl, connectionsTable.ttl, listsTable.ttl]).toEqual(['ttl', 'ttl', 'ttl']);
  });

  it("[C3] have the adapter's keys", () => {
    expect(tables.map(({ KeySchema }) => KeySchema)).toEqual([
      [
        { AttributeName: roomsTable.partitionKey, KeyType: 'HASH' },
        { AttributeName: roomsTable.sortKey, KeyType: 'RANGE' },
      ],
      [{ AttributeName: connectionsTable.partitionKey, KeyType: 'HASH' }],
      [
        { AttributeName: listsTable.partitionKey, KeyType: 'HASH' },
        { AttributeName: listsTable.sortKey, KeyType: 'RANGE' },
      ],
    ]);
  });
});

describe('the functions', () => {
  const ours = Object.entries(resources('AWS::Lambda::Function')).filter(
    ([id]) => !id.startsWith('Custom'),
  );

  it('[C4] are six, on Node 24 and arm64, with JSON logs', () => {
    expect(ours).toHaveLength(6);
    for (const [, { Properties }] of ours) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        LoggingConfig: { LogFormat: 'JSON' },
      });
    }
  });

  it('[C4] get the settings and resources that they read', () => {
    const { FAN_OUT_FUNCTION, ...settings } = Object.fromEntries(
      [...Object.values(roomSettings), ...Object.values(resourceVariables)]
        .map(({ environment }) => environment)
        // Lambda sets the region. The endpoints and the SDK's client are for local servers.
        .filter((name) => !name.startsWith('AWS_') && name !== 'POSTS_BY')
        .map((name) => [name, name]),
    );
    for (const [id, { Properties }] of ours) {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
      if (id.startsWith('FanOut')) {
        expect(Object.keys(Variables)).toEqual(['CONNECTIONS_ENDPOINT']);
        continue;
      }
      const more = /^(Default|Http|Timer)/.test(id) ? [FAN_OUT_FUNCTION] : [];
      expect(Object.keys(Variables).sort()).toEqual([...Object.keys(settings), ...more].sort());
      expect(Variables).toMatchObject({
        ROOM_SECONDS: '600',
        OPEN_ROOMS: '',
        ALLOWED_ORIGINS: '',
        FILTER_LINKS: 'off',
      });
    }
  });

  it('[C18] reserve no concurrency', () => {
    for (const [, { Properties }] of ours) {
      expect(Properties['ReservedConcurrentExecutions']).toBeUndefined();
    }
  });

  it('keep their logs for seven days', () => {
    for (const group of propertiesOf('AWS::Logs::LogGroup')) {
      expect(group['RetentionInDays']).toBe(7);
    }
  });
});

describe('alarms', () => {
  it('count failures of each function, thrown or logged, and abandoned timers', () => {
    template.resourceCountIs('AWS::Logs::MetricFilter', 6);
    const metrics = propertiesOf('AWS::CloudWatch::Alarm').map(({ MetricName }) => MetricName);
    expect(metrics.filter((name) => name === 'Errors')).toHaveLength(6);
    expect(metrics.filter((name) => name === 'Throttles')).toHaveLength(6);
    expect(metrics).toEqual(
      expect.arrayContaining(['LoggedFailures', 'ApproximateNumberOfMessagesVisible']),
    );
  });
});

describe('timers', () => {
  it('[C5] invoke the timer function, encrypted, and keep a timer that failed five times', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      RedrivePolicy: { maxReceiveCount: 5 },
    });
  });
});

describe('the distribution', () => {
  interface Behavior {
    readonly PathPattern: string;
    readonly TargetOriginId: string;
    readonly CachePolicyId: string;
    readonly OriginRequestPolicyId: string;
    readonly FunctionAssociations: readonly unknown[];
  }
  const [distribution] = propertiesOf('AWS::CloudFront::Distribution').map(
    ({ DistributionConfig }) =>
      DistributionConfig as { readonly CacheBehaviors: readonly Behavior[] },
  );

  it('[C6] passes the API and socket paths on, uncached, with all headers except Host', () => {
    const behaviors = distribution?.CacheBehaviors ?? [];
    expect(behaviors.map(({ PathPattern }) => PathPattern)).toEqual([
      '/api/*',
      '/.well-known/*',
      '/socket/websocket',
      '/websocket',
    ]);
    for (const behavior of behaviors) {
      // The ids of CachingDisabled and AllViewerExceptHostHeader (CloudFront developer guide, "Use
      // managed policies").
      expect(behavior.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
      expect(behavior.OriginRequestPolicyId).toBe('b689b0a8-53d0-40ab-baf2-68738e2966ac');
      expect(behavior.FunctionAssociations).toHaveLength(1);
    }
  });

  it('[C6] keeps the page in a bucket that only it reads', () => {
    const closed = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    template.hasResourceProperties('AWS::S3::Bucket', { PublicAccessBlockConfiguration: closed });
    template.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
  });

  it('[C6] sends the headers of infra/page-headers.ts with the page', () => {
    const [policy] = propertiesOf('AWS::CloudFront::ResponseHeadersPolicy').map((it) =>
      JSON.stringify(it),
    );
    for (const [name, value] of Object.entries(pageHeaders)) {
      expect(policy).toContain(
        name === 'x-content-type-options'
          ? '"ContentTypeOptions":{"Override":true}'
          : JSON.stringify(value),
      );
    }
  });

  it('has no firewall by default, and on request one that limits each address', () => {
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
    const walled = synthesize({ context: { waf: 'true', region: 'us-east-1' } }).template;
    walled.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
    walled.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { WebACLId: Match.anyValue() },
    });
  });
});

describe('the stack', () => {
  it('[C7] outputs the URL of the site and the URL for Phoenix clients', () => {
    const [site, socket] = ['SiteUrl', 'WebSocketUrl'].map((id) =>
      JSON.stringify(template.findOutputs(id)),
    );
    expect(site).toMatch(/"https:\/\/".*DomainName/);
    expect(socket).toMatch(/"wss:\/\/".*DomainName.*"\/socket\/websocket"/);
  });

  it('retains no resource with data when it is deleted', () => {
    const kept = Object.values(
      template.toJSON()['Resources'] as Record<string, { Type: string; DeletionPolicy?: string }>,
    ).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
    expect(kept.map(({ Type }) => Type).sort()).toEqual([
      'AWS::ApiGateway::Account',
      'AWS::IAM::Role',
    ]);
  });
});
