// The gateway of a function: who posts, as its environment says.

import { sdkGateway } from '../adapters/api-gateway/gateway.ts';
import { signedGateway } from '../adapters/api-gateway/signed-gateway.ts';
import type { PostingConfiguration } from '../config.ts';
import type { Gateway } from '../core/ports.ts';

export const gatewayOf = ({
  postsBy,
  region,
  connectionsEndpoint: endpoint,
}: PostingConfiguration): Gateway =>
  postsBy === 'sdk' ? sdkGateway({ endpoint }) : signedGateway({ region, endpoint });
