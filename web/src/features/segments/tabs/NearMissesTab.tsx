import { $api } from '@/api/client';
import { QueryState } from '@/components/QueryState';
import { NearMissList } from '../parts/NearMissList';
import type { TabProps } from '../SegmentPage';

/** Whom one clause alone keeps out. */
export default function NearMissesTab({ detail, of }: TabProps) {
  const query = $api.useQuery('get', '/v1/segments/{segment}/near-misses', { params: { path: { segment: detail.segment.name }, query: { limit: 25 } } });
  return <QueryState query={query}>{(page) => <NearMissList page={page} of={of} />}</QueryState>;
}
