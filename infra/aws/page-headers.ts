// The table of infra/page-headers.ts as a CloudFront response headers policy. CloudFront refuses to set headers it calls
// security headers as plain ones (CloudFront developer guide, "Understand response headers policies"): each has its own field.

import { Duration } from 'aws-cdk-lib';
import { ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { HeadersReferrerPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { pageHeaders } from '../page-headers.ts';

export function addPageHeaders(scope: Construct): ResponseHeadersPolicy {
  const {
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': referrerPolicy,
    // nosniff, the only value there is.
    'x-content-type-options': _nosniff,
    ...others
  } = pageHeaders;
  const override = true;
  return new ResponseHeadersPolicy(scope, 'PageHeaders', {
    comment: 'Ten Minute Chat: the page',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override },
      contentTypeOptions: { override },
      referrerPolicy: { referrerPolicy: referrerPolicy as HeadersReferrerPolicy, override },
      // Only here, for the local page is plain HTTP.
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
    },
    customHeadersBehavior: { customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override })) },
  });
}
