using LstmService.Api.Series;
using LstmService.Api.Series.Bodies;
using LstmService.Api.Series.Covariates;
using LstmService.Api.Series.Parquet;
using LstmService.Api.Tests.Series;
using Parquet.Schema;
using Uploading = LstmService.Api.Tests.Series.Requests;

namespace LstmService.Api.Tests.Security;

/// <summary>Small uploads that would stand for very much.</summary>
public sealed class HostileUploadTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public void Few_lines_of_a_calendar_stand_for_no_more_days_than_may_be()
    {
        const string Event = "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:00010101\nDTEND:00011231\nRRULE:FREQ=YEARLY\nEND:VEVENT\n"; // three quarters of a million days
        string text = "BEGIN:VCALENDAR\n" + string.Concat(Enumerable.Repeat(Event, 10)) + "END:VCALENDAR\n";
        (ErrorList errors, long taken) = Read(text);
        Assert.Contains("a calendar must hold 1..20000 days, held more", errors.Refusal().ProblemDetails.Detail, StringComparison.Ordinal);
        Assert.InRange(taken, 0, 100 * Megabyte);
    }

    [Fact]
    public void A_line_of_a_calendar_that_goes_on_over_many_is_put_together_once()
    {
        const int Lines = 20_000;
        string text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nSUMMARY:" + string.Concat(Enumerable.Repeat("\n a", Lines)) + "\nEND:VEVENT\nEND:VCALENDAR\n";
        (ErrorList errors, long taken) = Read(text);
        Assert.Contains("an event needs a SUMMARY of 1..200 characters", errors.Refusal().ProblemDetails.Detail, StringComparison.Ordinal);
        Assert.InRange(taken, 0, 20 * Megabyte);
    }

    [Fact]
    public async Task Of_the_columns_of_a_Parquet_file_a_sample_is_held_until_it_is_known_which_are_wanted()
    {
        const int Rows = 10_000;
        DataField<double> value = new("value");
        byte[] file = await ParquetTests.WriteAsync(new(value), group => group.WriteAsync<double>(value, new double[Rows]));
        using ParquetRecords sample = ParquetRecords.Open(Spool.Of(file), Uploading.Limits, wanted: null), all = ParquetRecords.Open(Spool.Of(file), Uploading.Limits, new HashSet<int> { 0 });
        Assert.Equal(200, Count(sample));
        Assert.Equal(Rows, Count(all));

        static int Count(ParquetRecords records)
        {
            int count = 0;
            while (records.Read()) count++;
            return count;
        }
    }

    private static (ErrorList Errors, long Bytes) Read(string calendar)
    {
        ErrorList errors = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(CalendarReader.FromText(calendar, "calendar", errors));
        return (errors, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
