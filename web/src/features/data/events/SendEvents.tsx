import { Box, Button, Code, CopyButton, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { snippets } from './stream';

/** How to send events here, with the write key filled in. */
export function SendEvents() {
  const { t } = useTranslation('data');
  const [key, setKey] = useState('');
  const code = snippets(location.origin, key.trim());
  return (
    <Stack maw={820}>
      <div>
        <Title order={2} size="h3">
          {t('snippetTitle')}
        </Title>
        <Text c="dimmed">{t('snippetText')}</Text>
      </div>
      <TextInput label={t('writeKey')} description={t('writeKeyHint')} value={key} onChange={(event) => setKey(event.currentTarget.value)} autoComplete="off" spellCheck={false} maw={420} />
      <Snippet title={t('inBrowser')} code={code.browser} />
      <Snippet title={t('inNode')} code={code.node} />
      <Snippet title={t('byHand')} code={code.curl} />
    </Stack>
  );
}

function Snippet({ title, code }: { title: string; code: string }) {
  const { t } = useTranslation();
  return (
    <Box component="section" aria-label={title}>
      <Group justify="space-between" mb={4}>
        <Text fw={600}>{title}</Text>
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block tabIndex={0} aria-label={title} style={{ overflowX: 'auto' }}>
        {code}
      </Code>
    </Box>
  );
}
