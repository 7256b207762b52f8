import com.cloudbees.groovy.cps.Continuable
import org.floatingip.examples.jenkins.Request

/**
 * The steps of Jenkins that the files of this example use, and no more. A step suspends the program, as in Jenkins, and the
 * build answers it; the blocks are called from here, which is transformed like the pipeline itself.
 */
class PipelineSteps implements Serializable {

    private static final long serialVersionUID = 1L

    private List<String> environment = []
    private int nodes = 0

    def stage(String name, Closure body) {
        ask('stage', [name: name])
        return body()
    }

    def node(String label, Closure body) {
        ask('node', [label: label])
        nodes++
        try {
            return body()
        } finally {
            nodes--
        }
    }

    def withEnv(List variables, Closure body) {
        List<String> before = environment
        environment = before + variables.collect { it.toString() }
        try {
            return body()
        } finally {
            environment = before
        }
    }

    /** Nothing is bound: the agents of the tests have what they need. */
    def withCredentials(List bindings, Closure body) {
        return body()
    }

    /** Time does not pass here: what happens after it is that of a rejected input. */
    def timeout(Map args, Closure body) {
        return body()
    }

    def sh(CharSequence script) {
        return sh([script: script])
    }

    def sh(Map args) {
        if (nodes == 0) {
            error('Required context class hudson.FilePath is missing. Perhaps you forgot to surround the sh step with a step ' +
                'that provides this, such as: node')
        }
        return ask('sh', args + [environment: environment])
    }

    def input(Map args) {
        return ask('input', args)
    }

    def echo(Object message) {
        return ask('echo', [message: String.valueOf(message)])
    }

    def error(Object message) {
        return ask('error', [message: String.valueOf(message)])
    }

    def properties(List properties) {
        return ask('properties', [properties: properties])
    }

    def parameters(List parameters) {
        return [parameters: parameters]
    }

    def string(Map parameter) {
        return parameter
    }

    def disableConcurrentBuilds() {
        return [:]
    }

    private ask(String step, Map args) {
        return Continuable.suspend(new Request(step, args))
    }
}
