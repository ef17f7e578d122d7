import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** One figure with its name and what puts it into proportion. */
export function StatTile({ label, value, detail }: { label: string; value: ReactNode; detail?: ReactNode }) {
  return (
    <Paper p="md" component="dl" m={0}>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} fz="1.6rem" fw={650} lh={1.3} className="figures">
        {value}
      </Text>
      {detail !== undefined && (
        <Text component="dd" m={0} size="xs" c="dimmed">
          {detail}
        </Text>
      )}
    </Paper>
  );
}
