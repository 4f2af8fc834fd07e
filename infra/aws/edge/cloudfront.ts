// The CloudFront distribution in front of the page's bucket, the HTTP API and the WebSocket API,
// with an optional firewall. edge-functions.ts rewrites paths, page-headers-policy.ts sets the
// page's headers.

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
import { cacheControl } from '../../page-headers.ts';
import { apiPrefixes, websocketPaths } from '../../routes.ts';
import { addFirewall } from './firewall.ts';
import { addLogGroup } from '../log-groups.ts';
import { addPageHeaders } from './page-headers-policy.ts';
import { apiPath, originKeyHeader, pagePath, socketPath } from './edge-functions.ts';
import type { StackSettings } from '../stack-settings.ts';

const builtPage = fileURLToPath(new URL('../../../dist/page', import.meta.url));

export interface Site {
  readonly distribution: Distribution;
  /** The origin that people see, without a slash at its end. */
  readonly origin: string;
}

export interface SiteOptions {
  readonly httpHost: string;
  readonly socketHost: string;
  /** CloudFront proves itself to the APIs with it. */
  readonly originKey: string;
  readonly settings: StackSettings;
  /** The folder of the built page. Default: dist/page. */
  readonly page?: string;
}

export function addSite(scope: Construct, options: SiteOptions): Site {
  const { settings, originKey } = options;
  const bucket = addPage(scope, { page: options.page ?? builtPage, logDays: settings.logDays });
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
    ...forwardTo(options.httpHost, originKey),
    functionAssociations: atEdge('ApiPath', apiPath),
  };
  const socket = {
    ...forwardTo(options.socketHost, originKey),
    functionAssociations: atEdge('SocketPath', socketPath),
  };
  // Without the right to list, S3 answers 403 for a missing file; with it, 404. Nobody sees a list,
  // because / is index.html.
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
 * Forwards requests to an API, unchanged and uncached. Leaves out the viewer's Host, by which API
 * Gateway would look for an API of that name.
 */
function forwardTo(host: string, originKey: string): BehaviorOptions {
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
    throw new Error(`There is no page in ${input.page}. Build it first: npm run build`);
  }
  const bucket = new Bucket(scope, 'Page', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    // It only holds copies of what the build makes.
    removalPolicy: RemovalPolicy.DESTROY,
    autoDeleteObjects: true,
    // The library's class and its own interface disagree under exactOptionalPropertyTypes.
  }) as IBucket;
  const logGroup = addLogGroup(scope, 'PageUploadLog', input.logDays);
  // Files are uploaded before the pages that refer to them. Old files stay, because open pages
  // still ask for them.
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
