import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { useState } from 'react';
import {
  snippet,
  SNIPPET_LANGUAGES,
  type SnippetOptions,
} from '../snippets/snippets';
import { litemaasTranslationRef } from '../translation';
import { CodeSnippet } from './CodeSnippet';

/** Snippets by language. What is copied holds the real key while the screen holds the masked one. */
export function SnippetTabs(props: {
  publicUrl: string;
  model: SnippetOptions['model'];
  secret: { shown: string; copied: string };
  onCopy(text: string): void;
}) {
  const { publicUrl, model, secret, onCopy } = props;
  const { t } = useTranslationRef(litemaasTranslationRef);
  const [active, setActive] = useState<string | number>('curl');
  return (
    <Tabs
      activeKey={active}
      onSelect={(_event, language) => setActive(language)}
      aria-label={t('access.snippet.label')}
    >
      {SNIPPET_LANGUAGES.map(language => {
        const textWith = (key: string) =>
          snippet(language, { publicUrl, model, secret: key });
        return (
          <Tab
            key={language}
            eventKey={language}
            title={
              <TabTitleText>{t(`access.snippet.${language}`)}</TabTitleText>
            }
          >
            <CodeSnippet
              text={textWith(secret.shown)}
              copyLabel={t('access.reveal.copySnippet')}
              onCopy={() => onCopy(textWith(secret.copied))}
            />
          </Tab>
        );
      })}
    </Tabs>
  );
}
