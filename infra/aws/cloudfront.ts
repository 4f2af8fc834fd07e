// What people reach: one CloudFront distribution before the page's bucket, the HTTP API and the
// WebSocket API, and on request a firewall. The path rewrites are in paths.ts, the page's headers
// in page-headers.ts.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { BehaviorOptions, FunctionAssociation } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { cacheControl } from '../page-headers.ts';
import { apiPrefixes, websocketPaths } from '../routes.ts';
import { addFirewall } from './firewall.ts';
import { addLogGroup } from './log-groups.ts';
import { addPageHeaders } from './page-headers-policy.ts';
import { apiPath, originKeyHeader, pagePath, socketPath } from './edge-functions.ts';
import type { StackSettings } from './stack-settings.ts';

const builtPage = fileURLToPath(new URL('../../dist/page', import.meta.url));

export interface Edge {
  readonly distribution: Distribution;
  /** The origin people see, without a slash at its end. */
  readonly origin: string;
}

export interface Behind {
  readonly httpHost: string;
  readonly socketHost: string;
  /** What CloudFront shows the APIs to prove itself. */
  readonly originKey: string;
  readonly settings: StackSettings;
  /** Where the built page is, if not in dist/page. */
  readonly page?: string;
}

export function addEdge(scope: Construct, behind: Behind): Edge {
  const { settings, originKey } = behind;
  const bucket = addPage(scope, { page: behind.page ?? builtPage, logDays: settings.logDays });
  const atEdge = (id: string, code: string): FunctionAssociation[] => [
    {
      function: new EdgeFunction(scope, id, {
        code: FunctionCode.fromInline(code),
        runtime: FunctionRuntime.JS_2_0,
      }),
      eventType: FunctionEventType.VIEWER_REQUEST,
    },
  ];
  const api = {
    ...passedOn(behind.httpHost, originKey),
    functionAssociations: atEdge('ApiPath', apiPath),
  };
  const socket = {
    ...passedOn(behind.socketHost, originKey),
    functionAssociations: atEdge('SocketPath', socketPath),
  };
  // Without the right to list, S3 answers 403 for a file that is not there; with it, 404. Nobody
  // sees a list: / is index.html.
  const page = S3BucketOrigin.withOriginAccessControl(bucket, {
    originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
  });
  Validations.of(scope).acknowledge({
    id: 'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
    reason: 'defaultRootObject is set',
  });

  const distribution = new Distribution(scope, 'Site', {
    comment: 'Ten Minute Chat',
    defaultRootObject: 'index.html',
    httpVersion: HttpVersion.HTTP2_AND_3,
    defaultBehavior: {
      origin: page,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      responseHeadersPolicy: addPageHeaders(scope),
      functionAssociations: atEdge('PagePath', pagePath),
    },
    additionalBehaviors: Object.fromEntries<BehaviorOptions>([
      ...apiPrefixes.map((prefix) => [`${prefix}*`, api] as const),
      ...websocketPaths.map((path) => [path, socket] as const),
    ]),
    ...(settings.waf ? { webAclId: addFirewall(scope, settings.wafRequests) } : {}),
  });
  return { distribution, origin: `https://${distribution.distributionDomainName}` };
}

/**
 * To an API, unchanged and uncached. Without the viewer's Host, by which API Gateway would look for
 * an API of that name.
 */
function passedOn(host: string, originKey: string): BehaviorOptions {
  return {
    origin: new HttpOrigin(host, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      customHeaders: { [originKeyHeader]: originKey },
    }),
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
  };
}

function addPage(scope: Construct, input: { page: string; logDays: RetentionDays }): IBucket {
  if (!existsSync(`${input.page}/index.html`)) {
    throw new Error(`There is no built page in ${input.page}. Run \`npm run build\` first.`);
  }
  const bucket = new Bucket(scope, 'Page', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    // It holds copies of what the build makes: nothing is lost with it.
    removalPolicy: RemovalPolicy.DESTROY,
    autoDeleteObjects: true,
    // The library's class and its own interface disagree under exactOptionalPropertyTypes.
  }) as IBucket;
  const logGroup = addLogGroup(scope, 'PageUploadLog', input.logDays);
  // What a page refers to is uploaded before it, and what stood there before stays, for pages
  // already open still ask for it.
  const upload = (id: string, files: { include?: string[]; exclude: string[]; cache: string }) =>
    new BucketDeployment(scope, id, {
      destinationBucket: bucket,
      sources: [Source.asset(input.page)],
      exclude: files.exclude,
      ...(files.include === undefined ? {} : { include: files.include }),
      cacheControl: [CacheControl.fromString(files.cache)],
      prune: false,
      logGroup,
    });
  const assets = upload('PageAssets', {
    exclude: ['*'],
    include: ['assets/*'],
    cache: cacheControl.assets,
  });
  const others = upload('PageOthers', {
    exclude: ['assets/*', '*.html'],
    cache: cacheControl.others,
  });
  upload('Pages', {
    exclude: ['*'],
    include: ['*.html'],
    cache: cacheControl.page,
  }).node.addDependency(assets, others);
  return bucket;
}
