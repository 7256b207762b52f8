package org.floatingip.aws.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;

/**
 * How far one call came, on whatever thread its client makes it: whether it was sent, for before that it can't have had an effect,
 * and how what came back begins, for what begins like a page is none of the service's.
 */
final class Sent implements ExecutionInterceptor {

    private static final int MOST_BYTES = 1024;
    private static final int MOST_CHARACTERS = 80;

    private static final Pattern PROLOG = Pattern.compile("^(\\uFEFF|\\s|<\\?xml[^>]*>|<!--.*?-->)*", Pattern.DOTALL);
    private static final Pattern TITLE =
            Pattern.compile("<title[^>]*>\\s*(.*?)\\s*</title", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final DateTimeFormatter SIGNED_AT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private volatile @Nullable String signer;
    private volatile @Nullable String signedAt;
    private volatile int status;
    private volatile @Nullable String location;
    private volatile @Nullable Beginning body;

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
        signer = Renewal.signer(context.httpRequest());
        signedAt = context.httpRequest().firstMatchingHeader("X-Amz-Date").orElse(null);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
        status = context.httpResponse().statusCode();
        location = context.httpResponse().firstMatchingHeader("Location").orElse(null);
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes executionAttributes) {
        return context.responseBody().map(stream -> {
            Beginning kept = new Beginning(stream);
            body = kept;
            return kept;
        });
    }

    /** Whether the request came as far as the wire. */
    boolean sent() {
        return signer != null;
    }

    /** The access key id that the request was signed with; empty if there is none, or it was not sent. */
    String signer() {
        String id = signer;
        return id == null ? "" : id;
    }

    /** The time that the request was signed with; null if it has none that can be read. */
    @Nullable
    Instant signedAt() {
        String date = signedAt;
        try {
            return date == null ? null : SIGNED_AT.parse(date, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** What a request has to bring to a client of the caller's, because that is not set so. */
    SdkPlugin plugin() {
        return config -> {
            config.overrideConfiguration(config.overrideConfiguration().toBuilder()
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .addExecutionInterceptor(this)
                    .build());
            SigningIdentity.tellApart(config);
        };
    }

    /**
     * What came, in words, where that can't be the service's; null where it can. A status of 500 or more is a service's, or a load
     * balancer's, trouble of the moment whatever is written below it; and so are 408 and 429.
     */
    @Nullable
    String foreign() {
        if (status >= 500 || status == 408 || status == 429) {
            return null;
        }
        Beginning read = body;
        String start = read == null ? "" : PROLOG.matcher(read.text()).replaceFirst("");
        String what = status >= 300 && status < 400
                ? "a redirection" + (location == null ? "" : " to " + words(String.valueOf(location)))
                : what(start);
        return what == null ? null : "HTTP " + status + ", " + what;
    }

    private static @Nullable String what(String start) {
        if (start.isEmpty()) {
            return null;
        }
        if (start.regionMatches(true, 0, "<html", 0, 5) || start.regionMatches(true, 0, "<!doctype", 0, 9)) {
            Matcher title = TITLE.matcher(start);
            return "an HTML page" + (title.find() ? " (" + words(title.group(1)) + ")" : "");
        }
        return start.startsWith("<")
                ? null
                : (start.startsWith("{") || start.startsWith("[") ? "JSON (" : "no XML (") + words(start) + ")";
    }

    /** Printable, on one line, and not too many. */
    private static String words(String text) {
        String line = text.replaceAll("[\\p{C}\\s]+", " ").strip();
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + " ...";
    }

    /** Keeps how a stream begins as it is read: nothing is read ahead, and so nothing waits longer. */
    private static final class Beginning extends FilterInputStream implements Abortable {

        private final byte[] first = new byte[MOST_BYTES];
        private int count;

        Beginning(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0 && count < MOST_BYTES) {
                first[count++] = (byte) read;
            }
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            int kept = Math.min(read, MOST_BYTES - count);
            if (kept > 0) {
                System.arraycopy(bytes, offset, first, count, kept);
                count += kept;
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false; // what is read again would be kept twice
        }

        String text() {
            return new String(first, 0, count, StandardCharsets.UTF_8);
        }

        @Override
        public void abort() {
            if (in instanceof Abortable abortable) {
                abortable.abort();
            }
        }
    }
}
