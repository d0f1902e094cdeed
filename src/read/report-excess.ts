import type { Report } from '../diagnostics/diagnostic.ts';
import { formatFieldPath, type Place } from '../model/place.ts';
import type { Excess } from './parse.ts';

/** Says which limit a document exceeds, each with its own code. */
export function reportExcess({ limit, most, path = [] }: Excess, place: Place, report: Report): void {
  const where = path.length === 0 ? '' : formatFieldPath(path.length > longestPath ? path.slice(0, longestPath) : path);
  switch (limit) {
    case 'documentSize':
      report('RP1017', place, { most });
      break;
    case 'lineLength':
      report('RP1018', place, { most });
      break;
    case 'depth':
      report('RP1019', place, { most, where });
      break;
    case 'keys':
      report('RP1020', place, { most, where });
      break;
    case 'aliases':
      report('RP1021', place, { most, where });
  }
}

/** Of a path into a deep value, its beginning says enough. */
const longestPath = 6;
