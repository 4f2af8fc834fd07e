// The gateway of a function. Its environment says which client posts.

import { createSdkGateway } from '../adapters/aws/api-gateway/sdk-gateway.ts';
import { createSignedGateway } from '../adapters/aws/api-gateway/signed-gateway.ts';
import type { Gateway } from '../core/ports.ts';
import type { PostingEnvironment } from '../function-environment.ts';

export const createGateway = ({
  postsBy,
  region,
  connectionsEndpoint: endpoint,
}: PostingEnvironment): Gateway =>
  postsBy === 'sdk' ? createSdkGateway({ endpoint }) : createSignedGateway({ region, endpoint });
