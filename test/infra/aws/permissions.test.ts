// The permissions of each function in the synthesized policies: exact actions on exact
// resources.

import { describe, expect, it } from 'vitest';
import type { DynamoDb } from '../../../functions/adapters/aws/dynamodb/commands.ts';
import { createDynamoDbConnections } from '../../../functions/adapters/aws/dynamodb/dynamodb-connections.ts';
import { connectionsTable } from '../../../functions/adapters/aws/dynamodb/tables.ts';
import type { ConnectionId, RoomId } from '../../../functions/core/ports.ts';
import { inMemoryDynamoDb } from '../../simulator/dynamodb/client.ts';
import { synthesize } from './synthesize.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const { resources } = synthesize();
const toAction = (name: string): string => `dynamodb:${name}`;
const toList = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];

/**
 * Statements by the first word of the role's name. Roles that start with Custom belong to the CDK's
 * own helpers, which run only during a deployment.
 */
const statements = Object.entries(resources('AWS::IAM::Policy'))
  .filter(([id]) => !id.startsWith('Custom'))
  .flatMap(([id, { Properties }]) => {
    const { Statement: of } = Properties['PolicyDocument'] as {
      readonly Statement: readonly Statement[];
    };
    return of.map((statement) => ({
      who: id.slice(0, id.indexOf('Role')),
      actions: toList(statement.Action),
      resources: toList(statement.Resource).map((it) => JSON.stringify(it)),
      condition: statement.Condition,
    }));
  });
const listActions = (who: string, service: string) =>
  statements
    .filter((it) => it.who === who)
    .flatMap(({ actions }) => actions.filter((action) => action.startsWith(`${service}:`)))
    .sort();

describe('permissions', () => {
  it('[C8] name no action by wildcard', () => {
    expect(statements.length).toBeGreaterThan(10);
    expect(
      statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*')),
    ).toEqual([]);
  });

  it('[C8] name no resource by wildcard except the connections of the one stage', () => {
    const wild = [
      ...new Set(
        statements.flatMap((it) => it.resources).filter((resource) => resource.includes('*')),
      ),
    ];
    expect(wild).toHaveLength(2);
    for (const resource of wild) {
      expect(resource).toMatch(
        /execute-api:.*"SocketApi[^"]*".*"\/websocket\/(POST|DELETE)\/@connections\/\*"/,
      );
    }
  });

  it('[C8] give no function a managed policy', () => {
    const ours = Object.entries(resources('AWS::IAM::Role')).filter(
      ([id]) => !id.startsWith('Custom') && !id.startsWith('ApiGatewayLogs'),
    );
    expect(ours).toHaveLength(6);
    for (const [, { Properties }] of ours) expect(Properties['ManagedPolicyArns']).toBeUndefined();
  });

  it('[C8] let connect only store the connection and read the key', () => {
    expect(listActions('Connect', 'dynamodb')).toEqual(['dynamodb:PutItem']);
    expect(listActions('Connect', 'execute-api')).toEqual([]);
    expect(listActions('Connect', 'secretsmanager')).toEqual(['secretsmanager:GetSecretValue']);
  });

  it('[C8] let only functions that verify or sign tokens read the key', () => {
    for (const who of ['Disconnect', 'FanOut']) {
      expect(listActions(who, 'secretsmanager')).toEqual([]);
    }
  });

  it('[C8] [R39] let the timer read the key, because it may publish new tokens', () => {
    expect(listActions('Timer', 'secretsmanager')).toEqual(['secretsmanager:GetSecretValue']);
  });

  it('[C8] [R13] let every function that posts end the connections that are gone', async () => {
    const client = inMemoryDynamoDb({ connections: connectionsTable });
    const sent = new Set<string>();
    const recording: DynamoDb = {
      send: (command) => {
        sent.add(`dynamodb:${command.operation}`);
        return client.send(command);
      },
    };
    const table = { client: recording, name: 'connections' };
    const connections = createDynamoDbConnections(table);
    const id = 'a' as ConnectionId;
    const connection = { id, version: 2, addressKey: '', rooms: [], earlyLeaves: [] } as const;
    await createDynamoDbConnections({ ...table, client }).open({
      connection: { ...connection, grant: undefined },
      expiresAt: 1,
    });
    await connections.leave({ id, room: 'r' as RoomId });
    await connections.end(id);
    expect([...sent].sort()).toEqual(['DeleteItem', 'GetItem', 'UpdateItem'].map(toAction));

    for (const who of ['Default', 'Disconnect', 'Http', 'Timer']) {
      const allowed = statements
        .filter((it) => it.who === who && it.resources.some((arn) => arn.includes('"Connections')))
        .flatMap(({ actions }) => actions);
      expect([...allowed].sort()).toEqual([...sent].sort());
    }
  });

  it('[C8] do not let disconnect create items', () => {
    for (const who of ['Disconnect']) {
      expect(listActions(who, 'dynamodb')).not.toContain('dynamodb:PutItem');
    }
  });

  it('[C8] let only http write word lists, and only filtering functions count matches', () => {
    const onLists = statements.filter((it) =>
      it.resources.some((resource) => resource.includes('"Lists')),
    );
    expect([...new Set(onLists.map(({ who }) => who))].sort()).toEqual(['Default', 'Http']);
    const writes = onLists.filter(({ actions }) =>
      actions.some((action) => /Put|Update|Delete/.test(action)),
    );
    expect(writes.map(({ who, actions }) => [who, [...actions].sort()])).toEqual([
      ['Default', ['dynamodb:UpdateItem']],
      ['Http', ['GetItem', 'PutItem', 'Query', 'UpdateItem'].map((name) => `dynamodb:${name}`)],
    ]);
    expect(writes[0]?.condition).toEqual({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*#hits'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
  });

  it('[C8] let fan-out only post and log, and only delivering functions invoke it', () => {
    expect(
      statements
        .filter(({ who }) => who === 'FanOut')
        .flatMap(({ actions }) => actions)
        .sort(),
    ).toEqual(['execute-api:ManageConnections', 'logs:CreateLogStream', 'logs:PutLogEvents']);
    const invoking = statements.filter(({ actions }) =>
      actions.some((action) => action.startsWith('lambda:')),
    );
    expect(invoking.map(({ who, actions }) => [who, ...actions]).sort()).toEqual(
      ['Default', 'Http', 'Timer'].map((who) => [who, 'lambda:InvokeFunction']),
    );
    for (const {
      resources: [resource, ...more],
    } of invoking) {
      expect(resource).toMatch(/"FanOutFunction[^"]*","Arn"/);
      expect(more).toEqual([]);
    }
  });

  it('[C8] let no function scan a table', () => {
    expect(statements.flatMap(({ actions }) => actions)).not.toContain('dynamodb:Scan');
  });
});
