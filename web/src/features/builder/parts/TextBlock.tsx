import { Box, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import type { Node } from '../model/json';
import type { Scope } from '../model/scope';

/** A clause that has no blocks of its own (a sequence, a ranking, a calculation): its text, to edit in place. */
export function TextBlock({ node, scope, onChange }: { node: Node; scope: Scope; onChange: (node: Node) => void }) {
  const { data } = $api.useQuery('post', '/v1/definitions/check', { body: { where: { json: node as never }, of: scope.of } }, { staleTime: Infinity });
  const written = data?.where.canonical ?? '';
  return <ClauseText key={written} written={written} of={scope.of} onChange={onChange} />;
}

function ClauseText({ written, of, onChange }: { written: string; of: Scope['of']; onChange: (node: Node) => void }) {
  const { t } = useTranslation('builder');
  const [text, setText] = useState(written);
  const [problem, setProblem] = useState<string>();
  const save = async () => {
    if (text.trim() === '' || text === written) {
      setText(written);
      setProblem(undefined);
      return;
    }
    const { where } = answered(await api.POST('/v1/definitions/check', { body: { where: { text }, of } }));
    setProblem(where.json ? undefined : where.problems[0]?.message);
    if (where.json) {
      onChange(where.json as Node);
    }
  };
  return (
    <Box w="100%">
      <Textarea
        size="xs"
        autosize
        minRows={1}
        aria-label={t('clauseText')}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={text}
        error={problem}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => void save()}
      />
      <Text size="xs" c="dimmed" mt={2}>
        {t('asTextHint')}
      </Text>
    </Box>
  );
}
