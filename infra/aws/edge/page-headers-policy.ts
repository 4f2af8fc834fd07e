// The headers of infra/page-headers.ts as a CloudFront policy. CloudFront has a field for each
// security header, and refuses them as custom headers (CloudFront developer guide, "Understand
// response headers policies").

import { Duration } from 'aws-cdk-lib';
import { HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { pageHeaders } from '../../page-headers.ts';

export function addPageHeaders(scope: Construct): ResponseHeadersPolicy {
  const {
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': referrer,
    'x-content-type-options': sniffing,
    ...others
  } = pageHeaders;
  // Each is the only value that this policy can send. Another one in the table does not compile.
  const referrerPolicy = ({ 'no-referrer': HeadersReferrerPolicy.NO_REFERRER } as const)[referrer];
  const override = ({ nosniff: true } as const)[sniffing];
  return new ResponseHeadersPolicy(scope, 'PageHeaders', {
    comment: 'Ten Minute Chat: the page',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override },
      contentTypeOptions: { override },
      referrerPolicy: { referrerPolicy, override },
      // Only in the cloud: the local page has no TLS.
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override })),
    },
  });
}
