// The AWS services with a JSON protocol, as far as functions use them: SQS SendMessage, which
// delivers to a function, and Secrets Manager GetSecretValue. dynalite is the DynamoDB API.

import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { invoke } from './invocation.ts';
import { readBody } from './request-body.ts';
import { memoryOnly, type WaitingMessage, type WaitingMessages } from './waiting-messages.ts';

// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- as in @types/aws-lambda
export type QueueFunction = (event: SQSEvent) => Promise<SQSBatchResponse | void>;

export interface JsonServicesOptions {
  /** The function of each queue, by the last segment of the queue's URL. */
  readonly queues: Readonly<Record<string, QueueFunction>>;
  /** The current value of each secret, by id or ARN. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Milliseconds until a message that failed is delivered again. */
  readonly visibilityTimeout?: number;
  /** Stores messages until they are handled. Default: in memory. */
  readonly waiting?: WaitingMessages;
}

export interface JsonServices {
  readonly listener: RequestListener;
  /** Delivers the stored messages of an earlier process. */
  resume(): Promise<void>;
  stop(): void;
}

const maxBodyBytes = 1_024 * 1_024;
const maxReceives = 3;
const region = 'local';
const account = '000000000000';

const SendMessage = v.object({
  QueueUrl: v.string(),
  MessageBody: v.pipe(v.string(), v.minLength(1)),
  DelaySeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(900)), 0),
});
const GetSecretValue = v.object({
  SecretId: v.string(),
  VersionStage: v.optional(v.string(), 'AWSCURRENT'),
});

type ServiceResponse =
  | { readonly status: 200; readonly body: object }
  | {
      readonly status: 400 | 403;
      readonly body: { readonly __type: string; readonly message: string };
    };

export function createJsonServices({
  queues,
  secrets,
  visibilityTimeout = 1_000,
  waiting = memoryOnly,
}: JsonServicesOptions): JsonServices {
  const timers = new Set<NodeJS.Timeout>();

  const later = (milliseconds: number, run: () => Promise<void>): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void run();
    }, milliseconds).unref();
    timers.add(timer);
  };

  const deliver = async (message: WaitingMessage, receives: number): Promise<void> => {
    const { queue } = message;
    const handler = queues[queue];
    if (handler === undefined) return;
    const invoked = await invoke({
      name: queue,
      handler,
      event: createSqsEvent(message, receives),
    });
    const failed =
      invoked.state !== 'returned' ||
      (invoked.result?.batchItemFailures ?? []).some(
        ({ itemIdentifier }) => itemIdentifier === message.id,
      );
    if (failed && receives < maxReceives) {
      later(visibilityTimeout, () => deliver(message, receives + 1));
      return;
    }
    if (failed) console.error(`queue ${queue}: a message failed ${maxReceives} times`);
    await waiting.done(message.id);
  };

  const sendMessage = async (input: unknown): Promise<ServiceResponse> => {
    const parsed = v.safeParse(SendMessage, input);
    if (!parsed.success) {
      return createError(
        'com.amazonaws.sqs#InvalidParameterValue',
        'SendMessage takes QueueUrl, MessageBody and DelaySeconds of 0 to 900.',
      );
    }
    const { QueueUrl, MessageBody, DelaySeconds } = parsed.output;
    const queue = QueueUrl.split('/').at(-1) ?? '';
    if (!Object.hasOwn(queues, queue)) {
      return createError(
        'com.amazonaws.sqs#QueueDoesNotExist',
        'The specified queue does not exist.',
      );
    }
    const delay = DelaySeconds * 1_000;
    const sentAt = Date.now();
    const message: WaitingMessage = {
      queue,
      id: randomUUID(),
      body: MessageBody,
      sentAt,
      dueAt: sentAt + delay,
    };
    await waiting.keep(message);
    later(delay, () => deliver(message, 1));
    return { status: 200, body: { MessageId: message.id, MD5OfMessageBody: md5(MessageBody) } };
  };

  const getSecretValue = (input: unknown): ServiceResponse => {
    const parsed = v.safeParse(GetSecretValue, input);
    if (!parsed.success) {
      return createError(
        'InvalidParameterException',
        'GetSecretValue takes SecretId and VersionStage.',
      );
    }
    const id = parsed.output.SecretId;
    // Secrets are never rotated here: there is no previous version.
    const value =
      parsed.output.VersionStage === 'AWSCURRENT' && Object.hasOwn(secrets, id)
        ? secrets[id]
        : undefined;
    if (value === undefined) {
      return createError(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    }
    return {
      status: 200,
      body: {
        ARN: `arn:aws:secretsmanager:${region}:${account}:secret:${id}`,
        Name: id,
        SecretString: value,
        VersionId: md5(value),
        VersionStages: ['AWSCURRENT'],
        CreatedDate: 0,
      },
    };
  };

  const respond = async (request: IncomingMessage): Promise<ServiceResponse> => {
    const body = await readBody(request, maxBodyBytes);
    if (request.headers.authorization === undefined) {
      return {
        status: 403,
        body: {
          __type: 'MissingAuthenticationTokenException',
          message: 'Missing Authentication Token',
        },
      };
    }
    const input: unknown = body === 'too large' ? undefined : parse(body);
    switch (request.headers['x-amz-target']) {
      case 'AmazonSQS.SendMessage':
        return sendMessage(input);
      case 'secretsmanager.GetSecretValue':
        return getSecretValue(input);
      default:
        return createError(
          'UnknownOperationException',
          'The emulator has SQS SendMessage and Secrets Manager GetSecretValue.',
        );
    }
  };

  return {
    listener(request, response) {
      respond(request).then(
        (given) => {
          write(request, response, given);
        },
        () => response.destroy(),
      );
    },
    async resume() {
      for (const message of await waiting.all()) {
        later(Math.max(0, message.dueAt - Date.now()), () => deliver(message, 1));
      }
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

function createSqsEvent({ queue, id, body, sentAt }: WaitingMessage, receives: number): SQSEvent {
  return {
    Records: [
      {
        messageId: id,
        receiptHandle: randomUUID(),
        body,
        attributes: {
          ApproximateReceiveCount: String(receives),
          SentTimestamp: String(sentAt),
          SenderId: account,
          ApproximateFirstReceiveTimestamp: String(Date.now()),
        },
        messageAttributes: {},
        md5OfBody: md5(body),
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:${region}:${account}:${queue}`,
        awsRegion: region,
      },
    ],
  };
}

/** SQS returns this checksum. It is not for security. */
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const createError = (__type: string, message: string): ServiceResponse => ({
  status: 400,
  body: { __type, message },
});

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body }: ServiceResponse,
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': request.headers['content-type'] ?? 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}
