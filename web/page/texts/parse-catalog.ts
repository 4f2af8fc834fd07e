// Parses a .ftl file. The build does that itself, and replaces this module with unpack-catalog.ts.

import { FluentResource } from '@fluent/bundle';

export const parseCatalog = (source: string): FluentResource => new FluentResource(source);
