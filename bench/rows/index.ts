import { check } from './check.ts';
import { files } from './files.ts';
import { growth } from './growth.ts';
import { huge } from './huge.ts';
import { krm } from './krm.ts';
import { large } from './large.ts';
import { memory } from './memory.ts';
import { oracle } from './oracle.ts';
import { passThrough } from './pass-through.ts';
import { reporter } from './reporter.ts';
import type { Row } from './row.ts';
import { services } from './services.ts';
import { start } from './start.ts';
import { tiny } from './tiny.ts';

/** In the order of the table. */
export const rows: readonly Row[] = [start, tiny, services, passThrough, large, files, growth, memory, huge, krm, check, reporter, oracle];
