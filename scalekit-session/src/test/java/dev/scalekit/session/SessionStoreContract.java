package dev.scalekit.session;

/** What every {@link SessionStore} does, wherever it keeps sessions. */
interface SessionStoreContract
        extends FindContract,
                SaveContract,
                CounterContract,
                MergeContract,
                ConflictContract,
                LoginContract,
                LimitContract,
                EndContract,
                TimeContract,
                EventContract,
                StatsContract,
                BoundsContract,
                CloseContract,
                ModelContract {}
