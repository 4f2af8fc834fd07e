// The gateway of a function: who posts, as its environment says.

import { createSdkGateway } from '../adapters/aws/api-gateway/sdk-gateway.ts';
import { createSignedGateway } from '../adapters/aws/api-gateway/signed-gateway.ts';
import type { PostingConfiguration } from '../config.ts';
import type { Gateway } from '../core/ports.ts';

export const gatewayOf = ({
  postsBy,
  region,
  connectionsEndpoint: endpoint,
}: PostingConfiguration): Gateway =>
  postsBy === 'sdk' ? createSdkGateway({ endpoint }) : createSignedGateway({ region, endpoint });
