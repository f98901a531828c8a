"""
Tests for L{offerings.import_feed._parsing}.
"""

from __future__ import annotations

import time

from twisted.trial.unittest import SynchronousTestCase

from offerings.import_feed import NoFeed, readFeed

ADDRESS = "https://news.example/blog/feed.xml"

RSS = b"""<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE rss SYSTEM "http://news.example/rss.dtd">
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/">
  <channel>
    <title>Bits &amp;amp; B\xf6lts</title><link>https://news.example/</link>
    <image><title>Not this</title></image>
    <item>
      <media:title>Nor this</media:title>
      <title>One &lt;b&gt;bold&lt;/b&gt; title</title><link>/1</link><guid isPermaLink="false">1</guid>
      <description><![CDATA[<p>It says <em>so</em>.</p><style>p { color: red }</style>
        <p>And <!-- not --> more&hellip;<script>alert(1)</script></p>]]></description>
    </item>
    <item/>
    <item><description>No title</description></item>
  </channel>
</rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The <i>news</i></div></title>
  <entry>
    <id>tag:news.example,2001:1</id><title>1 &lt; 2</title>
    <link rel="edit" href="/edit/1"/><link href="../1"/>
    <summary type="html">So it &lt;b&gt;is&lt;/b&gt;</summary><content>Not this</content>
  </entry>
  <entry>
    <id>tag:news.example,2001:2</id><title/><link rel="alternate" href="javascript:alert(1)"/>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></div></content>
  </entry>
</feed>"""

RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
  <channel><title>Old</title></channel>
  <item>
    <title>First</title><link>https://news.example/1</link><description>First things first</description>
  </item>
</rdf:RDF>"""


class ReadFeedTests(SynchronousTestCase):
    """
    Tests for what is read of a feed.
    """

    def texts(self, content: bytes) -> tuple[str, list[str]]:
        """
        The title and the texts of the entries.
        """
        feed = readFeed(content, ADDRESS)
        return feed.title, [each.text for each in feed.entries]

    def test_rss(self) -> None:
        """
        Markup is made plain text, addresses whole; what has nothing to say is left out.
        """
        expected = ["One bold title\n\nIt says so.\nAnd more…\n\nhttps://news.example/1", "No title"]
        self.assertEqual(("Bits & Bölts", expected), self.texts(RSS))

    def test_atom(self) -> None:
        """
        Each text is read by its type; what can't be visited with a browser is no link.
        """
        expected = ["1 < 2\n\nSo it is\n\nhttps://news.example/1", "One\nTwo"]
        self.assertEqual(("The news", expected), self.texts(ATOM))

    def test_rdf(self) -> None:
        """
        RSS 1.0 is read, too; a title that the text begins with is not said twice.
        """
        expected = ["First things first\n\nhttps://news.example/1"]
        self.assertEqual(("Old", expected), self.texts(RDF))

    def test_keys(self) -> None:
        """
        An entry is known by its ID, or else by its address, or else by what it says.
        """
        for same, other in (
            ("<guid>1</guid><title>a</title>", "<guid>1</guid><title>b</title>"),
            ("<link>/1</link><title>a</title>", "<link>/1</link><title>b</title>"),
            ("<title>a</title>", "<title> a </title>"),
        ):
            items = f"<rss><channel><item>{same}</item><item>{other}</item></channel></rss>"
            first, second = readFeed(items.encode(), ADDRESS).entries
            self.assertEqual(first.key, second.key)

    def test_bounded(self) -> None:
        """
        However much there is, a bounded part of it is kept.
        """
        item = f"<item><title>{'t' * 9999}</title><description>{'word ' * 9999}</description></item>"
        feed = readFeed(f"<rss><channel>{item * 150}</channel></rss>".encode(), ADDRESS)
        self.assertEqual(100, len(feed.entries))
        self.assertLess(max(len(each.text) for each in feed.entries), 1900)
        self.assertTrue(feed.entries[0].text.endswith("word…"))

    def test_unshown(self) -> None:
        """
        Nothing in a text changes the direction of others, or is not shown.
        """
        item = "<item><title>a&#x202E;b&#xFEFF;&#133;c</title></item>"
        self.assertEqual(["a b c"], self.texts(f"<rss><channel>{item}</channel></rss>".encode())[1])

    def test_refused(self) -> None:
        """
        What is no feed says so.
        """
        for content, said in (
            (b"", "no XML"),
            (b"<rss><channel>", "no XML"),
            (b"<html/>", "something else"),
            (b"<rss>" + b"<a>" * 200, "nested"),
            (b'<?xml version="1.0" encoding="rot13"?><rss/>', "characters"),
            (b"<rss>\xff</rss>", "no XML"),
            (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>', "entities"),
            (b'<!DOCTYPE rss [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]><rss/>', "entities"),
        ):
            error = self.assertRaises(NoFeed, readFeed, content, ADDRESS)
            self.assertIn(said, str(error))

    def test_inProportion(self) -> None:
        """
        Nothing takes much longer than its length tells, whatever is in it.
        """
        for piece in ("&lt;a x=&quot;", "&lt;!--", "&lt;![x", "&lt;style>", "&amp;amp", "&lt;/", "<b/>"):
            fields = f"<description>{piece * 2000}</description>"
            content = f"<rss><channel>{f'<item>{fields}</item>' * 20}</channel></rss>".encode()
            began = time.process_time()
            readFeed(content, ADDRESS)
            self.assertLess(time.process_time() - began, 1, piece)
