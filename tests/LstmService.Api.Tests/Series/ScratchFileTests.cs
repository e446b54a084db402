using LstmService.Api.Series.Columns;

namespace LstmService.Api.Tests.Series;

public class ScratchFileTests
{
    [Fact]
    public void PiecesOfAnySizeAreReadBackWhereTheyWereWritten()
    {
        Random random = new(1);
        using ScratchFile file = new(null);
        List<(long Offset, byte[] Bytes)> written = [];
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = new byte[random.Next(4) == 0 ? random.Next(400_000) : random.Next(20_000)];
            random.NextBytes(bytes);
            written.Add((file.Append(bytes), bytes));
            if (i % 50 == 0) Check(written[random.Next(written.Count)]);
        }
        written.ForEach(Check);
        Assert.Equal(written.Sum(one => one.Bytes.Length), file.Length);

        void Check((long Offset, byte[] Bytes) one)
        {
            byte[] read = new byte[one.Bytes.Length];
            Assert.Equal(read.Length, file.Read(one.Offset, read));
            Assert.Equal(one.Bytes, read);
        }
    }
}
