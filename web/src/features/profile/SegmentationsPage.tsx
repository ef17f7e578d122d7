import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconLayoutList, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, answered, api } from '@/api/client';
import type { components } from '@/api/schema';
import { AppLink } from '@/components/AppLink';
import { CodeText } from '@/components/CodeText';
import { EmptyState } from '@/components/EmptyState';
import { notifyDone, notifyFailed } from '@/components/notify';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { authorName } from '@/components/values';
import { Section } from './Section';

type Template = components['schemas']['DefinitionTemplateItem'];

/** The segmentations, and templates to start from. */
export function SegmentationsPage() {
  const { t } = useTranslation('profile');
  const list = $api.useQuery('get', '/v1/segmentations');
  const templates = $api.useQuery('get', '/v1/templates');
  return (
    <>
      <PageHeader title={t('segmentations')} description={t('segmentationsDescription')} actions={<NewSegmentation />} />
      <Stack gap="lg">
        <QueryState query={list}>
          {(data) =>
            data.segmentations.length === 0 ? (
              <EmptyState title={t('noSegmentations')} icon={IconLayoutList}>
                {t('noSegmentationsText')}
              </EmptyState>
            ) : (
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
                {data.segmentations.map((one) => (
                  <Card key={one.name} withBorder component="article">
                    <Group justify="space-between" gap="xs">
                      <Title order={2} size="h3">
                        <AppLink to="/profile/segmentations/$name" params={{ name: one.name }}>
                          {one.name}
                        </AppLink>
                      </Title>
                      {!one.isValid && (
                        <Badge color="red" variant="light">
                          {t('invalid')}
                        </Badge>
                      )}
                    </Group>
                    {one.description && (
                      <Text size="sm" c="dimmed" lineClamp={2}>
                        {one.description}
                      </Text>
                    )}
                    <Text size="sm" mt="xs">
                      {one.groups.join(' → ')}
                    </Text>
                    <Text size="xs" c="dimmed" mt="xs">
                      {t('changedBy', { version: String(one.version), author: authorName(one.author) })} · <RelativeTime value={one.changedAt} />
                    </Text>
                  </Card>
                ))}
              </SimpleGrid>
            )
          }
        </QueryState>
        <Section title={t('templates')}>
          <QueryState query={templates}>
            {(data) => (
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
                {data.templates.map((template) => (
                  <TemplateCard key={template.name} template={template} />
                ))}
              </SimpleGrid>
            )}
          </QueryState>
        </Section>
      </Stack>
    </>
  );
}

/** What is typed as the name of a field: definitions compare a segmentation like one. */
function fieldName(typed: string): string {
  return typed.toLowerCase().replaceAll(/[^a-z0-9_]+/g, '_');
}

function NewSegmentation() {
  const { t } = useTranslation('profile');
  const navigate = useNavigate();
  const [name, setName] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({ to: '/profile/segmentations/$name', params: { name } });
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput w={240} aria-label={t('segmentationName')} placeholder={t('segmentationName')} value={name} onChange={(event) => setName(fieldName(event.currentTarget.value))} />
        <Button type="submit" leftSection={<IconPlus size={18} aria-hidden />} disabled={!/^[a-z]/.test(name)}>
          {t('newSegmentation')}
        </Button>
      </Group>
    </form>
  );
}

function TemplateCard({ template }: { template: Template }) {
  const { t } = useTranslation('profile');
  const queries = useQueryClient();
  const [category, setCategory] = useState('');
  const [product, setProduct] = useState('');
  const add = useMutation({
    mutationFn: async () =>
      answered(
        await api.POST('/v1/templates/{template}', { params: { path: { template: template.name } }, body: template.asksForProduct ? { category, product } : {} }),
      ),
    onSuccess: async (done) => {
      notifyDone(done.proposal ? t('templateProposed') : done.added.length === 0 ? t('templateThere') : t('templateAdded', { names: done.added.join(', ') }));
      await queries.invalidateQueries();
    },
    onError: (error) => notifyFailed(template.name, error),
  });
  return (
    <Card withBorder component="article">
      <Title order={3} size="h4">
        {template.name}
      </Title>
      <Text size="sm" c="dimmed" style={{ flex: 1 }}>
        <CodeText>{template.title}</CodeText>
      </Text>
      {template.asksForProduct && (
        <Stack gap="xs" mt="xs">
          <TextInput size="xs" label={t('templateCategory')} value={category} onChange={(event) => setCategory(event.currentTarget.value)} />
          <TextInput size="xs" label={t('templateProduct')} value={product} onChange={(event) => setProduct(event.currentTarget.value)} />
        </Stack>
      )}
      <Group justify="flex-end" mt="sm">
        <Button
          size="xs"
          variant="default"
          loading={add.isPending}
          disabled={template.asksForProduct && (category.trim() === '' || product.trim() === '')}
          aria-label={t('addTemplateNamed', { name: template.name })}
          onClick={() => add.mutate()}
        >
          {t('addTemplate')}
        </Button>
      </Group>
    </Card>
  );
}
