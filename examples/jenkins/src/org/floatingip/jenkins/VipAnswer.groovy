package org.floatingip.jenkins

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonSlurper

/** What a vip command said, as maps, lists, texts and numbers: all that a pipeline may hold across a step. */
class VipAnswer implements Serializable {

    private static final long serialVersionUID = 1L

    private static final int UNKNOWN = 5

    private static final Map<Integer, String> MEANING = [
        1: 'failed; nothing was changed',
        2: 'malformed input; nothing was changed',
        3: 'refused; nothing was changed',
        4: 'not permitted, or no credentials; nothing was changed',
        5: 'outcome unknown: look who holds the address, then run the same again',
        6: 'failed after a change: look who holds the address',
        129: 'ended by SIGHUP, as its agent was lost: look who holds the address, then run the same again',
        130: 'ended by SIGINT: look who holds the address, then run the same again',
        143: 'ended by SIGTERM, as the build was aborted: look who holds the address, then run the same again',
    ]

    /** Reads what the script of VipCommandLine wrote: the fields of vip's JSON, and always exitStatus. */
    @NonCPS
    static Map read(String output) {
        String text = output.trim()
        int last = text.lastIndexOf('\n')
        int status = Integer.parseInt(text.substring(last + 1))
        String json = last < 0 ? null : lastObject(text.substring(0, last))
        Map answer = [outcome: 'ERROR']
        if (json != null) {
            answer = (Map) plain(new JsonSlurper().parseText(json))
        } else {
            // vip says each of its own endings in JSON. Without it the status is somebody else's, or what was said was lost.
            status = status < 126 ? UNKNOWN : status
            answer.error = [type: 'NotRun', message: notRun(status)]
        }
        answer.exitStatus = status
        return answer
    }

    /** The last line that is an object: before it a wrapper may have written what it likes. Null if there is none. */
    @NonCPS
    private static String lastObject(String output) {
        String found = null
        for (String line : output.split('\n')) {
            String trimmed = line.trim()
            if (trimmed.startsWith('{') && trimmed.endsWith('}')) {
                found = trimmed
            }
        }
        return found
    }

    /** One line for people: what failed, and what the exit status means. */
    @NonCPS
    static String explain(String operation, Map answer) {
        int status = (int) answer.exitStatus
        return 'vip ' + operation + ': ' + message(answer) + ' (exit status ' + status + ': ' + meaning(status) + ')'
    }

    @NonCPS
    static String meaning(int status) {
        if (status == 126 || status == 127) {
            return 'nothing was run'
        }
        return MEANING.containsKey(status) ? MEANING[status] : 'not one of vip; if it was ended while it ran, the outcome is unknown'
    }

    @NonCPS
    private static String message(Map answer) {
        if (answer.error != null) {
            return answer.error.message
        }
        // Of a status of several addresses each has its own.
        List<String> messages = []
        for (Object one : answer.addresses == null ? [] : answer.addresses) {
            if (one.error != null) {
                messages.add((String) one.error.message)
            }
        }
        return messages.isEmpty() ? 'failed without a message' : messages.join('; ')
    }

    @NonCPS
    private static String notRun(int status) {
        if (status == 126 || status == 127) {
            return 'vip can\'t be run on this agent: put it on the PATH, or give vip: the path of vip or of vip.jar'
        }
        if (status == UNKNOWN) {
            return 'vip gave no result, so it is not known what it did; the log above may say why. Is vip: really vip?'
        }
        return 'vip gave no result; the log above may say why'
    }

    /** JsonSlurper, which the sandbox allows, gives maps that can't be serialised; JsonSlurperClassic would need an approval. */
    @NonCPS
    private static Object plain(Object value) {
        if (value instanceof Map) {
            Map copy = [:]
            for (Map.Entry entry : ((Map) value).entrySet()) {
                copy.put(entry.key, plain(entry.value))
            }
            return copy
        }
        if (value instanceof List) {
            List copy = []
            for (Object item : (List) value) {
                copy.add(plain(item))
            }
            return copy
        }
        return value
    }
}
