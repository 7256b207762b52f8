package org.floatingip.examples.pipeline

import static com.lesfurets.jenkins.unit.global.lib.LibraryConfiguration.library
import static org.assertj.core.api.Assertions.assertThat
import static org.assertj.core.api.Assertions.assertThatThrownBy

import com.lesfurets.jenkins.unit.BasePipelineTest
import com.lesfurets.jenkins.unit.global.lib.SourceRetriever
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/** examples/jenkins/Jenkinsfile, which is more of a pipeline: what it does in which order, and after which exit status. */
class SwitchOverTest extends BasePipelineTest {

    /** vip apply, and the scripts of Redis, by what only they have; a plan is asked for twice, before and after the question. */
    private static final Map<String, String> NAMES = [
        '--dry-run'      : 'plan',
        'vip apply'      : 'apply',
        'client pause'   : 'promote',
        'client kill'    : 'retire',
        'vip status'     : 'status',
    ]

    private final List<String> done = []
    private String applied

    @Override
    @BeforeEach
    void setUp() {
        scriptRoots = ['../jenkins']
        super.setUp()
        helper.registerSharedLibrary(library('vip').defaultVersion('main').allowOverride(true).implicit(false)
            .targetPath('any')
            .retriever({ name, version, path -> [new File('../jenkins').toURI().toURL()] } as SourceRetriever)
            .build())
        helper.registerAllowedMethod('parameters', [List], null)
        helper.registerAllowedMethod('withEnv', [List, Closure], null)
        helper.registerAllowedMethod('input', [Map]) { Map question -> done.add('input') }
        helper.registerAllowedMethod('error', [String]) { String message -> throw new Exception(message) }
        helper.registerAllowedMethod('sh', [String]) { String script -> done.add(name(script)) }
        helper.registerAllowedMethod('sh', [Map]) { Map step -> done.add(name(step.script)); answer() }
        binding.setVariable('params', [ADDRESS: '10.0.1.12', FROM: 'i-0a', TO: 'i-0b', PRIMARY: '10.0.1.10',
            REPLICA: '10.0.1.11', REGION: 'us-east-1', ENDPOINT_URL: ''])
    }

    private static String name(String script) {
        return NAMES.find { script.contains(it.key) }?.value ?: 'go on'
    }

    private String answer() {
        switch (done.last()) {
            case 'plan':
                return '{"outcome": "PLANNED", "text": "from i-0a to i-0b", "encoded": "vip-plan/3\\n"}\n0\n'
            case 'status':
                return '{"addresses": [{"holders": [{"host": "i-0c"}]}]}\n0\n'
            default:
                return applied
        }
    }

    @Test
    void approve_promotesMovesAndRetires() {
        applied = '{"outcome": "MOVED", "address": "10.0.1.12", "to": {"host": "i-0b"}, "elapsedMillis": 7}\n0\n'

        runScript('Jenkinsfile')

        assertThat(done).containsExactly('plan', 'input', 'plan', 'promote', 'apply', 'retire')
    }

    @Test
    void approve_whenThePlanIsRefused_letsTheOldPrimaryGoOn() {
        applied = '{"error": {"message": "the plan is stale"}}\n3\n'

        assertThatThrownBy { runScript('Jenkinsfile') }.hasMessageContaining('the old primary goes on')

        assertThat(done).containsExactly('plan', 'input', 'plan', 'promote', 'apply', 'go on')
    }

    @Test
    void approve_whenTheOutcomeIsUnknown_retiresAndSaysWhoHoldsIt() {
        applied = '{"error": {"message": "no reply"}}\n5\n'

        assertThatThrownBy { runScript('Jenkinsfile') }.hasMessage('Look at once: 10.0.1.12 is held by i-0c')

        assertThat(done).containsExactly('plan', 'input', 'plan', 'promote', 'apply', 'retire', 'status')
    }
}
