package dev.gantry.report;

import java.util.Base64;
import java.util.Map;

/** HTML put together from text that is not trusted: whatever is not a tag is escaped. */
final class Html {
    private final StringBuilder out = new StringBuilder(1 << 16);

    /** Appends markup as it is: only ever a literal of this program. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** An element with nothing but text in it. */
    Html element(String tag, String text) {
        return raw("<" + tag + ">").text(text).raw("</" + tag.split(" ", 2)[0] + ">\n");
    }

    /** A picture carried inside the page. */
    Html picture(String type, byte[] content, String alt, String caption) {
        raw("<figure><img alt=\"").text(alt).raw("\" src=\"data:image/" + type + ";base64,");
        out.append(Base64.getEncoder().encodeToString(content));
        return raw("\">").element("figcaption", caption).raw("</figure>\n");
    }

    /** A two-column table of names and values. */
    Html pairs(Map<String, String> pairs) {
        raw("<div class=\"wide\"><table>\n");
        pairs.forEach((name, value) -> raw("<tr><th scope=\"row\">")
                .text(name.replace('_', ' '))
                .raw("</th><td>")
                .text(value)
                .raw("</td></tr>\n"));
        return raw("</table></div>\n");
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** Safe inside elements and inside quoted attributes. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
            }
        }
        return safe.toString();
    }
}
