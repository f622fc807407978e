import type { Me } from '../core/api-types'
import * as api from '../core/api'

class Session {
  me = $state.raw<Me | undefined>(undefined)
  error = $state('')

  async start(): Promise<void> {
    this.error = ''
    try {
      this.me = await api.ask(api.me())
    } catch (reason) {
      if (reason instanceof api.ApiError && reason.status === 401) this.ended()
      else this.error = reason instanceof Error ? reason.message : String(reason)
    }
  }

  async signIn(name: string, password: string): Promise<void> {
    await api.login(name, password)
    await this.start()
  }

  async signOut(): Promise<void> {
    await api.logout()
    this.ended()
  }

  ended(): void {
    this.me = { signed_in: false, local: false }
  }
}

export const session = new Session()
