import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ClipboardCopyButton,
  CodeBlock,
  CodeBlockAction,
  Tab,
  Tabs,
  TabTitleText,
} from '@patternfly/react-core';
import { useId, useState } from 'react';
import {
  snippet,
  SNIPPET_LANGUAGES,
  type SnippetOptions,
} from '../snippets/snippets';
import { litemaasTranslationRef } from '../translation';
import classes from './access.module.css';

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
  const id = useId();
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
            <CodeBlock
              actions={
                <CodeBlockAction>
                  <ClipboardCopyButton
                    id={`${id}-${language}-copy`}
                    textId={`${id}-${language}`}
                    variant="plain"
                    aria-label={t('access.reveal.copySnippet')}
                    onClick={() => onCopy(textWith(secret.copied))}
                  >
                    {t('access.reveal.copySnippet')}
                  </ClipboardCopyButton>
                </CodeBlockAction>
              }
            >
              <pre id={`${id}-${language}`} className={classes.code}>
                <code>{textWith(secret.shown)}</code>
              </pre>
            </CodeBlock>
          </Tab>
        );
      })}
    </Tabs>
  );
}
