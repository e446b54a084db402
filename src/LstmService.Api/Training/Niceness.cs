using System.Runtime.InteropServices;

namespace LstmService.Api.Training;

/// <summary>
/// Puts a training behind whoever serves. The runtime's thread priorities mean nothing on Linux, where each thread has a nice
/// value of its own, which threads that it starts inherit.
/// </summary>
internal static partial class Niceness
{
    private const int OfProcessOrThread = 0, CallingThread = 0; // PRIO_PROCESS; 0 is whoever calls
    private const int Nice = 10; // at 19 a training beside other busy processes hardly goes on, and answers wait no less

    /// <summary>Lowers the calling thread, and those it will start. More than its best it does not try: training goes on without.</summary>
    public static void LowerThread()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        if (OperatingSystem.IsLinux()) _ = SetPriority(OfProcessOrThread, CallingThread, Nice);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int value);
}
