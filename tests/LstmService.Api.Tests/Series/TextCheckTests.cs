using System.Text;
using LstmService.Api.Series.Bodies;

namespace LstmService.Api.Tests.Series;

public class TextCheckTests
{
    [Theory]
    [InlineData("aé漢😀z", null)]
    [InlineData("", null)]
    public void TextIsUtf8HoweverItIsCutIntoBlocks(string text, long? invalid) => Check(Encoding.UTF8.GetBytes(text), invalid);

    [Theory]
    [InlineData(new byte[] { 0x61, 0xFF, 0x62 }, 1L)]
    [InlineData(new byte[] { 0x61, 0xC3, 0x28 }, 1L)] // a sequence of two that goes on wrongly
    [InlineData(new byte[] { 0xE6, 0xBC, 0xA2, 0xE6, 0xBC }, 3L)] // one of three that ends early
    [InlineData(new byte[] { 0x80 }, 0L)]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0x80, 0xED, 0xA0, 0x80 }, 4L)] // half of a surrogate pair
    public void WhereItStopsBeingUtf8IsFoundHoweverItIsCut(byte[] text, long invalid) => Check(text, invalid);

    [Theory]
    [InlineData("\uFEFF \r\n\t", true)]
    [InlineData("  x", false)]
    public void WhiteSpaceAloneIsBlank(string text, bool blank)
    {
        TextCheck check = new();
        check.Add(Encoding.UTF8.GetBytes(text));
        Assert.Equal(blank, check.IsBlank);
    }

    private static void Check(byte[] text, long? invalid)
    {
        for (int first = 0; first <= text.Length; first++)
            for (int second = first; second <= text.Length; second++)
            {
                TextCheck check = new();
                check.Add(text.AsSpan(0, first));
                check.Add(text.AsSpan(first, second - first));
                check.Add(text.AsSpan(second));
                Assert.Equal(invalid, check.Invalid);
            }
    }
}
