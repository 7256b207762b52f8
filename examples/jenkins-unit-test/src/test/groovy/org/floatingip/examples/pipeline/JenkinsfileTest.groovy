package org.floatingip.examples.pipeline

import static com.lesfurets.jenkins.unit.global.lib.LibraryConfiguration.library
import static org.assertj.core.api.Assertions.assertThat
import static org.assertj.core.api.Assertions.assertThatThrownBy

import com.lesfurets.jenkins.unit.BasePipelineTest
import com.lesfurets.jenkins.unit.global.lib.SourceRetriever
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

class JenkinsfileTest extends BasePipelineTest {

    private final List<String> scripts = []      // what the agent's shell was given
    private final List<String> answers = []      // what it says
    private final List<String> credentials = []  // what is bound around the step that runs

    @Override
    @BeforeEach
    void setUp() {
        super.setUp()
        helper.registerSharedLibrary(library('vip').defaultVersion('main').allowOverride(true).implicit(false)
            .targetPath('any')
            .retriever({ name, version, path -> [new File('../jenkins').toURI().toURL()] } as SourceRetriever)
            .build())
        helper.registerAllowedMethod('withCredentials', [List, Closure]) { List bound, Closure body ->
            credentials.addAll(bound*.credentialsId)
            body()
            credentials.clear()
        }
        helper.registerAllowedMethod('sh', [Map]) { Map step ->
            assert credentials == ['vip-mover']
            scripts.add(step.script)
            answers.remove(0)
        }
        helper.registerAllowedMethod('error', [String]) { String message -> throw new Exception(message) }
        binding.setVariable('params', [FROM: 'i-0a', TO: 'i-0b'])
    }

    /** vip's JSON, and on a line of its own its exit status. */
    private void vipAnswers(String json, int exitStatus) {
        answers.add(json + '\n' + exitStatus + '\n')
    }

    @Test
    void move_isTheCommandThatItShouldBe() {
        vipAnswers('{"outcome": "MOVED", "to": {"host": "i-0b"}}', 0)

        runScript('Jenkinsfile')

        assertThat(scripts).hasSize(1)
        assertThat(scripts[0]).contains("vip move '10.0.1.12' 'i-0b' --from='i-0a' --region='us-east-1'")
        assertThat(helper.callStack*.toString()).anyMatch { it.contains('echo(10.0.1.12 is on i-0b now)') }
    }

    @Test
    void refusal_endsTheBuild_andAsksNothingElse() {
        vipAnswers('{"error": {"message": "held by i-0c"}}', 3)

        assertThatThrownBy { runScript('Jenkinsfile') }.hasMessage('not moved: held by i-0c')

        assertThat(scripts).hasSize(1)
    }

    @Test
    void unknownOutcome_asksWhoHoldsIt() {
        vipAnswers('{"error": {"message": "no reply"}}', 5)
        vipAnswers('{"addresses": [{"holders": [{"host": "i-0b"}]}]}', 0)

        assertThatThrownBy { runScript('Jenkinsfile') }.hasMessage('look at once: 10.0.1.12 is held by i-0b')

        assertThat(scripts[1]).contains("vip status '10.0.1.12'")
    }
}
