import { Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { formatCount } from '@/components/format';

const width = 120;
const height = 28;

/** How the size of a segment went over thirty days, in a line. */
export function Sparkline({ name, title, isValid }: { name: string; title: string; isValid: boolean }) {
  const { t } = useTranslation('segments');
  const { data, isPending } = $api.useQuery(
    'get',
    '/v1/segments/{segment}/size',
    { params: { path: { segment: name }, query: { points: 9 } } },
    { enabled: isValid, staleTime: 5 * 60_000, retry: false },
  );
  if (isPending && isValid) {
    return <Skeleton h={height} w={width} />;
  }
  const sizes = (data?.points ?? []).map((point) => Number(point.size));
  if (sizes.length < 2) {
    return <Text c="dimmed">–</Text>;
  }
  const low = Math.min(...sizes);
  const span = Math.max(...sizes) - low;
  const points = sizes.map((size, at) => `${(2 + (at / (sizes.length - 1)) * (width - 4)).toFixed(1)},${(span === 0 ? height / 2 : height - 4 - ((size - low) / span) * (height - 8)).toFixed(1)}`);
  return (
    <svg width={width} height={height} role="img" aria-label={t('trendOf', { title, first: formatCount(sizes[0]!), last: formatCount(sizes.at(-1)!) })}>
      <polyline points={points.join(' ')} fill="none" style={{ stroke: "light-dark(#3b5bdb, #91a7ff)" }} strokeWidth={1.75} strokeLinejoin="round" />
    </svg>
  );
}
