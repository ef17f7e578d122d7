import { Alert, Badge, Box, Button, Code, Drawer, Group, Select, Stack, Table, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEventStream } from '@/api/useEventStream';
import { AppLink } from '@/components/AppLink';
import { ColumnHeads } from '@/components/ColumnHeads';
import { EmptyState } from '@/components/EmptyState';
import { EntityLink } from '@/components/EntityLink';
import { formatInstant, formatShare } from '@/components/format';
import { follow, nothingShown, type LiveMessage, type Shown, type ShownMessage } from './stream';

const outcomes = ['taken', 'duplicate', 'dropped', 'refused'] as const;
type Outcome = (typeof outcomes)[number];
const colors: Record<Outcome, string> = { taken: 'green', duplicate: 'gray', dropped: 'orange', refused: 'red' };
const names = ['message', 'membership', 'skipped'] as const;

/** The stream of messages: whose they are and why, and which segments they changed. */
export function LiveEvents({ find, outcome, onFilter }: { find: string | undefined; outcome: Outcome | undefined; onFilter: (filter: { find?: string; outcome?: Outcome }) => void }) {
  const { t } = useTranslation('data');
  const [paused, setPaused] = useState(false);
  const [opened, setOpened] = useState<ShownMessage>();
  const [text, setText] = useState(find ?? '');
  const [shown, tell] = useReducer((now: Shown, event: { name: string; data: string } | 'clear') => (event === 'clear' ? nothingShown : follow(now, event.name, event.data)), nothingShown);
  const query = new URLSearchParams({ ...(find ? { find } : {}), ...(outcome ? { outcome } : {}) }).toString();
  const state = useEventStream(paused ? null : `/v1/events/live${query ? `?${query}` : ''}`, names, (name, data) => tell({ name, data }));
  const words = { open: t('streamOpen'), connecting: t('streamConnecting'), paused: t('streamPaused'), lost: t('streamLost') };
  const labels: Record<Outcome, string> = { taken: t('outcomeTaken'), duplicate: t('outcomeDuplicate'), dropped: t('outcomeDropped'), refused: t('outcomeRefused') };
  const filter = useDebouncedCallback((value: string) => onFilter({ find: value === '' ? undefined : value, outcome }), 300);
  return (
    <Stack>
      <Group align="flex-end">
        <TextInput
          label={t('findEvents')}
          miw={280}
          style={{ flex: '1 1 280px' }}
          maw={420}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            filter(event.currentTarget.value);
          }}
        />
        <Select
          label={t('outcome')}
          data={outcomes.map((value) => ({ value, label: labels[value] }))}
          placeholder={t('outcomeAny')}
          clearable
          value={outcome ?? null}
          onChange={(value) => onFilter({ find, outcome: outcomes.find((one) => one === value) })}
        />
        <Button variant="default" onClick={() => setPaused(!paused)}>
          {paused ? t('goLive') : t('pause')}
        </Button>
        <Button variant="subtle" disabled={shown.messages.length === 0} onClick={() => tell('clear')}>
          {t('clear')}
        </Button>
        <Badge color={state === 'open' ? 'green' : state === 'lost' ? 'red' : 'gray'} variant="dot" size="lg" tt="none" c="var(--mantine-color-text)" role="status">
          {words[state]}
        </Badge>
      </Group>
      {shown.skipped > 0 && <Alert variant="light">{t('skipped', { count: shown.skipped })}</Alert>}
      {shown.messages.length === 0 ? (
        <EmptyState title={t('waitingForEvents')} action={<AppLink to="/data/events" search={{ tab: 'send' }}>{t('send')}</AppLink>}>
          {t('waitingForEventsText')}
        </EmptyState>
      ) : (
        <MessageTable messages={shown.messages} labels={labels} onOpen={setOpened} />
      )}
      <Drawer opened={opened !== undefined} onClose={() => setOpened(undefined)} position="right" size="lg" title={opened ? titleOf(opened.message) : ''} closeButtonProps={{ 'aria-label': t('closeDetails') }}>
        {opened && <Details shown={shown.messages.find((one) => one.key === opened.key) ?? opened} />}
      </Drawer>
    </Stack>
  );
}

function titleOf(message: LiveMessage): string {
  return message.name ? `${message.kind} · ${message.name}` : message.kind;
}

function MessageTable({ messages, labels, onOpen }: { messages: readonly ShownMessage[]; labels: Record<Outcome, string>; onOpen: (shown: ShownMessage) => void }) {
  const { t } = useTranslation('data');
  return (
    <Table.ScrollContainer minWidth={860} mah={620} tabIndex={0} role="region" aria-label={t('eventsTitle')}>
      <Table stickyHeader highlightOnHover>
        <ColumnHeads columns={[t('when'), t('message'), t('who'), t('account'), t('why'), t('segmentsChanged'), t('outcome')]} />
        <Table.Tbody>
          {messages.map((shown) => (
            <MessageRow key={shown.key} shown={shown} labels={labels} onOpen={onOpen} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function MessageRow({ shown, labels, onOpen }: { shown: ShownMessage; labels: Record<Outcome, string>; onOpen: (shown: ShownMessage) => void }) {
  const { t } = useTranslation('data');
  const rule = useRuleText();
  const { message } = shown;
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatInstant(message.receivedAt, 'second')}</Table.Td>
      <Table.Td>
        <UnstyledButton onClick={() => onOpen(shown)} fw={600} c="var(--mantine-color-anchor)">
          {titleOf(message)}
        </UnstyledButton>
      </Table.Td>
      <Table.Td maw={200}>
        <Text size="sm" truncate>
          {message.contact?.name ?? message.userId ?? message.anonymousId ?? ''}
        </Text>
      </Table.Td>
      <Table.Td>{message.account ? <EntityLink of="accounts" id={message.account.id} name={message.account.name} /> : <Text size="sm" c="dimmed">{message.outcome === 'taken' ? t('nobody') : ''}</Text>}</Table.Td>
      <Table.Td>
        <Text size="sm">{message.reason ?? (message.account ? rule(message) : '')}</Text>
      </Table.Td>
      <Table.Td>
        <Changes shown={shown} />
      </Table.Td>
      <Table.Td>
        <Badge color={colors[message.outcome]} variant="light" tt="none" c="var(--mantine-color-text)">
          {labels[message.outcome]}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

/** What found the account, in words. */
function useRuleText(): (message: Pick<LiveMessage, 'rule' | 'confidence'>) => string {
  const { t } = useTranslation('data');
  return ({ rule, confidence }) => {
    const key = (['group', 'contact', 'anonymous', 'email_domain', 'ip'] as const).find((one) => one === rule) ?? 'none';
    const text = t(`rule_${key}`);
    return key === 'ip' ? `${text} (${formatShare(confidence, 0)})` : text;
  };
}

function Changes({ shown }: { shown: ShownMessage }) {
  const { t } = useTranslation('data');
  return (
    <Group gap={4}>
      {shown.changes.map((change) => (
        <Badge key={`${change.segment} ${change.id} ${change.entered}`} color={change.entered ? 'green' : 'gray'} variant="light" tt="none" c="var(--mantine-color-text)">
          {change.entered ? t('entered', { segment: change.segment }) : t('left', { segment: change.segment })}
        </Badge>
      ))}
    </Group>
  );
}

function Details({ shown }: { shown: ShownMessage }) {
  const { t } = useTranslation('data');
  const rule = useRuleText();
  const { message } = shown;
  return (
    <Stack>
      {message.reason && (
        <Alert color={colors[message.outcome]} variant="light">
          {message.reason}
        </Alert>
      )}
      {message.account && (
        <Text>
          <EntityLink of="accounts" id={message.account.id} name={message.account.name} />: {rule(message)}
        </Text>
      )}
      {message.contact && <EntityLink of="contacts" id={message.contact.id} name={message.contact.name} />}
      <Changes shown={shown} />
      {message.steps.length > 0 && <RuleSteps steps={message.steps} />}
      {message.events.length > 0 && (
        <Box>
          <Text fw={600}>{t('madeEvents')}</Text>
          {message.events.map((made) => (
            <Text key={made.id} size="sm">
              {made.type} · {formatInstant(made.at, 'second')}
            </Text>
          ))}
        </Box>
      )}
      <Box>
        <Text fw={600}>{t('rawMessage')}</Text>
        <Code block tabIndex={0} aria-label={t('rawMessage')} style={{ maxHeight: 420, overflow: 'auto' }}>
          {pretty(message.raw)}
        </Code>
      </Box>
    </Stack>
  );
}

/** The rules that were tried, with what came of each. */
export function RuleSteps({ steps }: { steps: readonly { rule: string; said: string; finding: string }[] }) {
  const { t } = useTranslation('data');
  const rule = useRuleText();
  return (
    <Table.ScrollContainer minWidth={420} tabIndex={0} role="region" aria-label={t('triedRules')}>
      <Table>
        <Table.Caption style={{ captionSide: 'top', textAlign: 'start' }}>{t('triedRules')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('rule')}</Table.Th>
            <Table.Th scope="col">{t('by')}</Table.Th>
            <Table.Th scope="col">{t('finding')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.map((step) => (
            <Table.Tr key={`${step.rule} ${step.said}`}>
              <Table.Td>{rule({ rule: step.rule === 'ip' ? 'ip' : step.rule, confidence: 1 }).replace(' (100%)', '')}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{step.said}</Table.Td>
              <Table.Td>{step.finding}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function pretty(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
