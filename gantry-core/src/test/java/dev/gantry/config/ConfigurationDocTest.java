package dev.gantry.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigurationDocTest {

    /** With -Dgantry.docs=write it writes the page instead. */
    @Test
    void page_isInSyncWithTheRecords() throws IOException {
        Path page = Path.of("..", "docs", "configuration.md");
        if ("write".equals(System.getProperty("gantry.docs"))) {
            Files.createDirectories(Path.of("..", "docs"));
            Files.writeString(page, ConfigurationDoc.markdown());
        }
        assertThat(Files.readString(page))
                .as("docs/configuration.md is out of date; write it again with: mvn -q test -pl gantry-core -am"
                        + " -Dtest=ConfigurationDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dgantry.docs=write")
                .isEqualTo(ConfigurationDoc.markdown());
    }

    @Test
    void page_hasEveryBlockOnceAndEveryLinkLeadsToOne() {
        String page = ConfigurationDoc.markdown();
        assertThat(page.lines().filter(line -> line.equals("## optimizer"))).hasSize(1);
        assertThat(page)
                .contains("| `lr` | number | `0.0002` | learning rate, positive |")
                .contains("| `tick` | whole number | absent | ")
                .contains("| `hidden` | list of whole numbers | `[128]` | ")
                .contains("| `data` | [data](#data) | required | ");
        page.lines().filter(line -> line.contains("](#")).forEach(line -> {
            String anchor = line.replaceAll(".*\\]\\(#([a-z]+)\\).*", "$1");
            assertThat(page.lines()).as(line).contains("## " + anchor);
        });
    }
}
